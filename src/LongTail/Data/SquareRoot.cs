using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Half-way to balance: a class is drawn with probability proportional to the root of its image count, then one of its images, with replacement.</summary>
/// <remarks>Mahajan et al. 2018; q = 1/2 in Kang et al. 2020. An epoch is N draws.</remarks>
public sealed record SquareRoot : Sampling
{
    /// <inheritdoc/>
    public override int[] Order(ImmutableArray<int> labels, int classes, Seed seed, int epoch, int stream) =>
        WeightedClassDraw.Order(labels, classes, seed.For(SamplingPurpose.Of("square-root", stream), epoch), images => Math.Sqrt(images));
}
