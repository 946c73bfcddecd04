using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Which training images an epoch visits, and how often.</summary>
public abstract record Sampling
{
    /// <summary>The order of one epoch.</summary>
    /// <param name="labels">One label per image, [N].</param>
    /// <param name="classes">Number of classes; each has at least one image.</param>
    /// <param name="seed">Of the run.</param>
    /// <param name="epoch">0-based.</param>
    /// <param name="stream">Names independent streams of one run: 0, or 1 for the second stream of paired batches.</param>
    /// <returns>N positions in the training set.</returns>
    public abstract int[] Order(ImmutableArray<int> labels, int classes, Seed seed, int epoch, int stream);
}

/// <summary>Instance-balanced: every image once per epoch, in random order.</summary>
public sealed record Shuffled : Sampling
{
    /// <inheritdoc/>
    public override int[] Order(ImmutableArray<int> labels, int classes, Seed seed, int epoch, int stream) =>
        seed.For(SamplingPurpose.Of("order", stream), epoch).Permutation(labels.Length);
}

static class SamplingPurpose
{
    public static string Of(string purpose, int stream) => stream == 0 ? purpose : $"{purpose}#{stream}";
}
