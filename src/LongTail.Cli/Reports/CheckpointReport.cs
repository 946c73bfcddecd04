using LongTail.Cli.Commands;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Runs;

namespace LongTail.Cli.Reports;

/// <summary>A stored network and what it got right.</summary>
sealed class CheckpointReport(string folder, StoredWeights weights, EvaluatedCheckpoint checkpoint)
{
    public string Folder => folder;

    /// <summary>Which of the two sets of weights.</summary>
    public StoredWeights Weights => weights;

    /// <summary>0-based epoch the weights are from.</summary>
    public int Epoch => checkpoint.Epoch;

    public ModelCard Card => checkpoint.Card;

    public int Classes => Card.ClassNames.Length;

    /// <summary>Training images per class.</summary>
    public ClassCounts Counts { get; } = new(checkpoint.Card.TrainingImages.AsSpan());

    /// <summary>What is asked about another test distribution; null for nothing.</summary>
    public PriorRequest? Prior { get; init; }

    /// <summary>What became of images of classes it does not know; null when it was not asked about any.</summary>
    public OpenSetReport? OpenSet { get; init; }

    public EvaluationResult Evaluation { get; } = checkpoint.Predictions.Evaluate();

    public Confusion Confusion { get; } = checkpoint.Predictions.Confuse();
}

/// <summary>A network that rejects what it is unsure of.</summary>
/// <param name="Set">Where the unknown images are from.</param>
/// <param name="Threshold">Of the largest probability.</param>
/// <param name="Result">What it rejected.</param>
sealed record OpenSetReport(string Set, double Threshold, OpenSetResult Result);
