using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Runs;

namespace LongTail.Prediction;

/// <summary>How a trained network is asked.</summary>
public sealed record ClassifierOptions
{
    /// <summary>Weights after the last epoch, or those that were best on the test set.</summary>
    public StoredWeights Weights { get; init; } = StoredWeights.Last;

    /// <summary>Where to compute.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Auto;

    /// <summary>In which numbers to compute; null for those the network was trained with.</summary>
    public Precision? Precision { get; init; }

    /// <summary>
    /// What to add to the logits, [C], given the training images per class; null for nothing. Where pictures are of other classes than in training as often, that is
    /// <see cref="Results.PriorCorrection.Shifts"/>.
    /// </summary>
    public Func<ClassCounts, IReadOnlyList<double>>? Shifts { get; init; }

    /// <summary>Pictures that are asked about at once, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int BatchSize
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Found no pictures in a batch, expected 1 or more.");
    } = 32;
}
