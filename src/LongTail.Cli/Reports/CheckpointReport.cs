using LongTail.Cli.Commands;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Runs;

namespace LongTail.Cli.Reports;

/// <summary>A stored network and what it got right.</summary>
sealed class CheckpointReport(string folder, StoredWeights weights, EvaluatedCheckpoint checkpoint)
{
    public string Folder => folder;

    /// <summary>Which of the two sets of weights, in a word.</summary>
    public string Weights => weights == StoredWeights.Last ? "last" : "best";

    /// <summary>0-based epoch the weights are from.</summary>
    public int Epoch => checkpoint.Epoch;

    public ModelCard Card => checkpoint.Card;

    public int Classes => Card.ClassNames.Length;

    /// <summary>Training images per class.</summary>
    public ClassCounts Counts { get; } = new(checkpoint.Card.TrainingImages.AsSpan());

    /// <summary>What is asked about another test distribution; null for nothing.</summary>
    public PriorRequest? Prior { get; init; }

    public EvaluationResult Evaluation { get; } = checkpoint.Predictions.Evaluate();

    public Confusion Confusion { get; } = checkpoint.Predictions.Confuse();
}
