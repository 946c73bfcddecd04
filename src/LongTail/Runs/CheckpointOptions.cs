using LongTail.Foundation;
using LongTail.Networks;

namespace LongTail.Runs;

/// <summary>How a trained network is asked.</summary>
public record CheckpointOptions
{
    /// <summary>Weights after the last epoch, or those that were best on the validation images, or, of data without such, on the test set.</summary>
    public StoredWeights Weights { get; init; } = StoredWeights.Last;

    /// <summary>Where to compute.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Auto;

    /// <summary>In which numbers to compute; null for those the network was trained with.</summary>
    public Precision? Precision { get; init; }

    /// <summary>Threads of the native library, for the whole process, 1 or more; null leaves them as they are, one per core unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? Threads
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Threads), value, "Found no thread, expected 1 or more, or null.");
    }

    /// <summary>
    /// What to add to the logits, [C], given the network's classes and their training images; null for nothing. Where the classes come up more or less often than in training, that is
    /// <see cref="Results.PriorCorrection.Shifts"/>.
    /// </summary>
    public Func<ModelCard, IReadOnlyList<double>>? Shifts { get; init; }
}
