using LongTail.Results;
using LongTail.Stages;

namespace LongTail.Training;

/// <summary>Where training stands, beside the weights: all that must survive for an interrupted stage to continue as if it had not been interrupted.</summary>
public sealed class TrainingState
{
    /// <summary>Epochs finished; the 0-based number of the current one.</summary>
    public int Epoch { get; set; }

    /// <summary>Steps finished in the current epoch.</summary>
    public int Step { get; set; }

    /// <summary>Images trained on in the current epoch.</summary>
    public long Images { get; set; }

    /// <summary>Seconds spent in steps of the current epoch.</summary>
    public double TrainSeconds { get; set; }

    /// <summary>Sums of the current epoch's losses.</summary>
    public MeterState Meter { get; set; } = MeterState.Empty;

    /// <summary>The finished epochs.</summary>
    public IReadOnlyList<EpochRecord> History { get; set; } = [];

    /// <summary>The newest accuracy on the images that feed back; null before the first, and where none do.</summary>
    public EvaluationResult? Last(Feedback feedback) => History.Select(epoch => feedback switch
    {
        Feedback.Training => epoch.OnTraining,
        Feedback.Validation => epoch.OnValidation,
        Feedback.Test => epoch.Evaluation,
        _ => null,
    }).LastOrDefault(measured => measured is not null);

    /// <summary>Whether no epoch has been evaluated yet: the first one is kept whatever it comes to, also where there is no image to measure it on.</summary>
    public bool HasNoneToKeep => History.All(epoch => epoch.Evaluation is null);

    /// <summary>Highest <see cref="EvaluationResult.SelectionScore"/> so far on the images that the epoch to keep is chosen on: the validation set, or, where there is none, the test set. Minus infinity before the first.</summary>
    public double BestScore => History.Max(epoch => (epoch.OnValidation ?? epoch.Evaluation)?.SelectionScore) ?? double.NegativeInfinity;
}
