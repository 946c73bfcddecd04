using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Stages;

namespace LongTail.Runs;

/// <summary>A trained network on disk and how it came about.</summary>
public sealed record StageResult
{
    /// <summary>What was trained.</summary>
    public required Stage Stage { get; init; }

    /// <summary>Holds last.safetensors, best.safetensors, history.jsonl, model.json, made-by.json, stage.txt and manifest.json: open it as a <see cref="StoredStage"/>.</summary>
    public required string Folder { get; init; }

    /// <summary>True when it was found in the store instead of trained now.</summary>
    public required bool Reused { get; init; }

    /// <summary>Training images per class, after the cut.</summary>
    public required ClassCounts Counts { get; init; }

    /// <summary>Names by label.</summary>
    public required ImmutableArray<string> ClassNames { get; init; }

    /// <summary>All epochs, first to last.</summary>
    public required ImmutableArray<EpochRecord> History { get; init; }

    /// <summary>Where and with what it was trained.</summary>
    public required MadeBy MadeBy { get; init; }

    /// <summary>Seconds in training steps over all epochs: augmentation included, evaluation not.</summary>
    /// <remarks>Stages that were trained side by side share the time of what was done once for all of them.</remarks>
    public double TrainSeconds => History.Sum(epoch => epoch.TrainSeconds);

    /// <summary>The last epoch: the number to report.</summary>
    public EpochRecord Last => History[^1];

    /// <summary>On the test set, after the last epoch.</summary>
    public EvaluationResult Evaluation => Last.Evaluation!;

    /// <summary>The evaluated epoch with the highest <see cref="EvaluationResult.SelectionScore"/> on the test set, the earliest of equals: chosen on the test set, so label it so.</summary>
    public EpochRecord Best => EpochSelection.OnTest(History);

    /// <summary>The evaluated epoch with the highest <see cref="EvaluationResult.SelectionScore"/> on the validation set, the earliest of equals; null of data without one.</summary>
    public EpochRecord? Selected => EpochSelection.OnValidation(History);

    /// <summary>Training images per second over all epochs: augmentation included, evaluation not.</summary>
    /// <remarks>NaN for a stage that only changed weights.</remarks>
    public double ImagesPerSecond => History.Sum(e => e.Images) / TrainSeconds;
}
