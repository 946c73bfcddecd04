using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LongTail.Results;

/// <summary>What one epoch of training came to.</summary>
/// <param name="Epoch">0-based.</param>
/// <param name="LearningRate">In force during the epoch.</param>
/// <param name="Loss">Mean of the batch losses.</param>
/// <param name="Terms">Mean of each named part of the loss.</param>
/// <param name="Images">Images trained on.</param>
/// <param name="TrainSeconds">Time in training steps, augmentation included, evaluation not.</param>
/// <param name="Evaluation">On the test set after the epoch; null in epochs that were not evaluated.</param>
public sealed record EpochRecord(
    int Epoch, double LearningRate, double Loss, ImmutableArray<LossTermMean> Terms, long Images, double TrainSeconds, EvaluationResult? Evaluation)
{
    /// <summary>On the validation set, whenever it was measured on the test set; null where there is none. Not written where it is null, and missing in older files.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public EvaluationResult? OnValidation { get; init; }

    /// <summary>On the training images after the epoch, without augmentation; null where the loss does not steer by it. Not written where it is null, and missing in older files.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public EvaluationResult? OnTraining { get; init; }

    /// <summary>What a stage without epochs chose by itself, such as tau on the validation images; null where it chose nothing. Not written where it is null, and missing in older files.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public ImmutableArray<ChosenSetting>? Chosen { get; init; }
}

/// <summary>A setting that a stage chose by itself.</summary>
/// <param name="Name">Such as "tau".</param>
/// <param name="Value">What it chose.</param>
public readonly record struct ChosenSetting(string Name, double Value);

/// <summary>Mean of one named part of the loss over an epoch.</summary>
/// <param name="Name">Such as "ce" or "bkd".</param>
/// <param name="Value">Mean over the epoch's steps.</param>
public readonly record struct LossTermMean(string Name, double Value);
