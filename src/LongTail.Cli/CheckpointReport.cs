using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Runs;

namespace LongTail.Cli;

/// <summary>Which network to evaluate on what.</summary>
/// <param name="Checkpoint">Folder of a trained stage.</param>
/// <param name="DataFolder">Where the image files are; null for the embedded set.</param>
/// <param name="Best">The weights of the epoch that was best on the test set, instead of the last.</param>
sealed record CheckpointRequest(string Checkpoint, string? DataFolder, bool Best);

/// <summary>What a trained network got right.</summary>
sealed record CheckpointReport
{
    public required string Folder { get; init; }

    /// <summary>Method name, such as "bkd".</summary>
    public required string Method { get; init; }

    /// <summary>Such as "resnet32".</summary>
    public required string Network { get; init; }

    /// <summary>0-based epoch the weights are from.</summary>
    public required int Epoch { get; init; }

    public required ClassCounts Counts { get; init; }

    public required ImmutableArray<string> ClassNames { get; init; }

    public required EvaluationResult Evaluation { get; init; }

    public required Confusion Confusion { get; init; }

    public static CheckpointReport Of(CheckpointRequest request, EvaluatedCheckpoint evaluated) => new()
    {
        Folder = request.Checkpoint,
        Method = evaluated.Card.Method,
        Network = evaluated.Card.Network.Label,
        Epoch = evaluated.Epoch,
        Counts = new(evaluated.Card.TrainingImages.AsSpan()),
        ClassNames = evaluated.Card.ClassNames,
        Evaluation = evaluated.Predictions.Evaluate(),
        Confusion = evaluated.Predictions.Confuse(),
    };
}
