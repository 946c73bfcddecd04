using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>One sampling until an epoch and another from it on; until then the order is exactly that of the first (DRS; Cao et al. 2019).</summary>
/// <param name="First">Before.</param>
/// <param name="Then">From the epoch on.</param>
/// <param name="FromEpoch">0-based.</param>
public sealed record Deferred(Sampling First, Sampling Then, int FromEpoch) : Sampling
{
    /// <inheritdoc/>
    public override int[] Order(ImmutableArray<int> labels, int classes, Seed seed, int epoch, int stream) =>
        (epoch < FromEpoch ? First : Then).Order(labels, classes, seed, epoch, stream);
}
