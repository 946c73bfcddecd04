using System.Collections.Immutable;

namespace LongTail.Tools.WriteResults.Reading;

/// <summary>The output folder of a "longtail train" run.</summary>
static class RunFolder
{
    /// <summary>Reads all stages of a finished run. Writes nothing.</summary>
    /// <exception cref="Foundation.ModelFileException">A stage is damaged.</exception>
    /// <exception cref="RefusedRunException">The run is not finished, or the folder holds none.</exception>
    public static ImmutableArray<TrainedNetwork> Read(string folder)
    {
        string stages = Path.Combine(folder, "stages"), progress = Path.Combine(folder, "progress");
        if (Directory.Exists(progress) && Directory.GetDirectories(progress) is [var interrupted, ..])
            throw new RefusedRunException($"{folder}: found {Path.GetFileName(interrupted)} in training or interrupted, expected a finished run. Wait for it, or continue it with the same command.");
        if (!Directory.Exists(stages)) throw new RefusedRunException($"{folder}: found no folder \"stages\", expected the output folder of longtail train.");

        string[] found = [.. Directory.GetDirectories(stages).Order(StringComparer.Ordinal)];
        if (found.FirstOrDefault(IsHidden) is { } unfinished)
            throw new RefusedRunException($"{unfinished}: found a stage that is being written or was left half-written, expected a finished run. Wait for it, or continue it with the same command.");
        if (found.Length == 0) throw new RefusedRunException($"{stages}: found no stage, expected at least one. Run longtail train first.");
        return [.. found.Select(TrainedNetwork.Read)];
    }

    static bool IsHidden(string path) => Path.GetFileName(path).StartsWith('.');
}
