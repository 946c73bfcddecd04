using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Stages;

namespace LongTail.Runs;

/// <summary>What one needs to know to use trained weights: stored beside them as model.json.</summary>
public sealed record ModelCard
{
    /// <summary>Of the stage, such as "bkd".</summary>
    public required string Method { get; init; }

    /// <summary>The stage's content key.</summary>
    public required string Key { get; init; }

    /// <summary>Keys of the stages it learned from.</summary>
    public required ImmutableArray<string> Teachers { get; init; }

    /// <summary>Source of its randomness.</summary>
    public required int Seed { get; init; }

    /// <summary>Passes over the training set.</summary>
    public required int Epochs { get; init; }

    /// <summary>To build it again.</summary>
    public required NetworkSpec Network { get; init; }

    /// <summary>What it was trained on.</summary>
    public required TrainingSet Data { get; init; }

    /// <summary>Of that, the classes it knows; null for all, and then not written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public ClassSubset? Subset { get; init; }

    /// <summary>Whether the epoch of <see cref="StoredWeights.Best"/> was chosen on validation images; not written where it was on the test set.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool ChosenOnValidation { get; init; }

    /// <summary>Channels of the images.</summary>
    public required int Channels { get; init; }

    /// <summary>How images must be normalised.</summary>
    public required Normalization Normalization { get; init; }

    /// <summary>Names by label.</summary>
    public required ImmutableArray<string> ClassNames { get; init; }

    /// <summary>Training images per class, after the cut.</summary>
    public required ImmutableArray<int> TrainingImages { get; init; }

    /// <summary>The same, as counts.</summary>
    [JsonIgnore] public ClassCounts Counts => new(TrainingImages.AsSpan());

    /// <param name="stage">What was trained.</param>
    /// <param name="data">Of the stage's classes alone.</param>
    internal static ModelCard Of(Stage stage, DataSplit data) => new()
    {
        Method = stage.Method,
        Key = stage.Key.Hex,
        Teachers = [.. stage.Teachers.Select(teacher => teacher.Key.Hex)],
        Seed = stage.Seed,
        Epochs = stage.Epochs,
        Network = stage.Network,
        Data = stage.Data,
        Subset = stage.Subset,
        ChosenOnValidation = data.Validation is not null,
        Channels = data.Train.Shape.Channels,
        Normalization = stage.Augmentation.Normalization,
        ClassNames = data.Train.ClassNames,
        TrainingImages = data.Counts.ToImmutableArray(),
    };
}
