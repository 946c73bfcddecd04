using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Every class equally often: classes take turns, and each turn gives a few images of the class (class-aware sampling).</summary>
/// <remarks>
/// Shen et al. 2016, as in the code of Kang et al. 2020 for cRT: an endless cycle of the classes, reshuffled on each pass, and for each class an endless
/// cycle of its images, reshuffled likewise. An epoch is N draws. Here the cycles begin anew each epoch, so an epoch can be drawn without those before it.
/// </remarks>
public sealed record ClassBalanced : Sampling
{
    /// <summary>Consecutive images of a class per turn, 1 or more; 4 in the published code.</summary>
    /// <exception cref="RecipeException">Below 1.</exception>
    public int ImagesPerVisit
    {
        get;
        init => field = value >= 1 ? value : throw new RecipeException($"Found {value} images per visit of a class, expected 1 or more; 4 is the published number.");
    } = 4;

    /// <inheritdoc/>
    public override int[] Order(ImmutableArray<int> labels, int classes, Seed seed, int epoch, int stream)
    {
        CounterRandom random = seed.For(SamplingPurpose.Of("class-balanced", stream), epoch);
        ReshuffledCycle visits = new([.. Enumerable.Range(0, classes)], new(random.Bits(0)));
        ReshuffledCycle[] images = [.. ImagesOfEachClass.In(labels, classes)
            .Select((own, label) => new ReshuffledCycle(own, new(random.Bits((ulong)label + 1))))];

        int[] order = new int[labels.Length];
        for (int start = 0; start < order.Length; start += ImagesPerVisit)
        {
            ReshuffledCycle visited = images[visits.Next()];
            foreach (ref int image in order.AsSpan(start, Math.Min(ImagesPerVisit, order.Length - start))) image = visited.Next();
        }
        return order;
    }
}
