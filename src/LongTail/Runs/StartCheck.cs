using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Native;
using LongTail.Networks;
using LongTail.Stages;

namespace LongTail.Runs;

/// <summary>Sees that the pretrained weights of planned stages fit their networks, before anything is trained.</summary>
static class StartCheck
{
    /// <summary>Looks into each file once for each network that starts from it.</summary>
    /// <param name="stages">Of the plan.</param>
    /// <param name="data">The opened data, by fingerprint.</param>
    /// <param name="dataFolder">Where weights are looked for.</param>
    /// <exception cref="ModelFileException">A file is damaged, unsafe or of another network.</exception>
    public static void Of(IEnumerable<Stage> stages, ImmutableDictionary<string, DataSplit> data, string? dataFolder)
    {
        foreach ((PretrainedStart start, NetworkSpec spec, int channels, int classes) in stages.Where(stage => stage.StartFrom is null && stage.Pretrained is not null && data.ContainsKey(stage.Data.Fingerprint))
            .Select(stage => (stage.Pretrained!, stage.Network, data[stage.Data.Fingerprint].Train.Shape.Channels, data[stage.Data.Fingerprint].CountsOf(stage.Subset).Classes)).Distinct())
        {
            TorchRuntime.EnsureLoaded();
            using Network network = spec.Build(channels, classes, new(0));
            PretrainedFiles.Check(start, network, dataFolder);
        }
    }
}
