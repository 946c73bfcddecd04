using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Growth;

/// <summary>Which images a step takes: the order of an epoch and the draw of every batch, over the steps of the epoch. Without the pixels.</summary>
static class SamplerGrowth
{
    static readonly ImmutableArray<(string Name, Sampling Sampling)> Samplings =
        [("shuffled", new Shuffled()), ("class-balanced", new ClassBalanced()), ("square-root", new SquareRoot())];

    public static IEnumerable<Cost> Of(int classes, int images, int batch, double stepSeconds)
    {
        ImmutableArray<int> labels = [.. LongTails.Of(classes, images).ToImmutableArray().SelectMany((count, label) => Enumerable.Repeat(label, count))];
        ResidentImageSet set = new(new ImageShape(1, 1, 1), new byte[images], labels, [.. Enumerable.Range(0, classes).Select(label => $"{label}")]);
        foreach ((string name, Sampling sampling) in Samplings)
        {
            using var scope = NewDisposeScope();
            ResidentBatches batches = new(set, sampling, null, batch, new Seed(0), CPU);
            double seconds = Pace.Of(() => { foreach (IPendingBatch _ in batches.Epoch(epoch: 0, firstStep: 0)) { } });
            yield return new("sampler", name, classes, images, batch, seconds / batches.StepsPerEpoch, stepSeconds);
        }
    }
}
