using LongTail.Runs;

namespace LongTail.Prediction;

/// <summary>How a trained network is asked about pictures.</summary>
public sealed record ClassifierOptions : CheckpointOptions
{
    /// <summary>Pictures that are asked about at once, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int BatchSize
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(BatchSize), value, "Found no pictures in a batch, expected 1 or more.");
    } = 32;
}
