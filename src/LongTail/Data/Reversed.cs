using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Rare classes most: a class is drawn with probability (n_max / n_i) / sum of these, then one of its images, with replacement.</summary>
/// <remarks>The second stream of BBN, Zhou et al. 2020 section 3.2. An epoch is N draws.</remarks>
public sealed record Reversed : Sampling
{
    /// <inheritdoc/>
    public override int[] Order(ImmutableArray<int> labels, int classes, Seed seed, int epoch, int stream) =>
        WeightedClassDraw.Order(labels, classes, seed.For(SamplingPurpose.Of("reversed", stream), epoch), images => 1.0 / images);
}
