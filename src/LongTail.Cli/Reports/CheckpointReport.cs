using System.Collections.Immutable;
using LongTail.Cli.Commands;
using LongTail.Foundation;
using LongTail.Pictures;
using LongTail.Prediction;
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
    public ClassCounts Counts { get; } = checkpoint.Card.Counts;

    /// <summary>The folder of pictures that it was measured on; null for its own test set.</summary>
    public NewPictures? Pictures { get; init; }

    /// <summary>What is asked about another test distribution; null for nothing.</summary>
    public PriorRequest? Prior { get; init; }

    /// <summary>What became of images of classes it does not know; null when it was not asked about any.</summary>
    public OpenSetReport? OpenSet { get; init; }

    public EvaluationResult Evaluation { get; } = checkpoint.Predictions.Evaluate();

    public Confusion Confusion { get; } = checkpoint.Predictions.Confuse();

    /// <summary>By label.</summary>
    public ImmutableArray<ClassScore> Scores { get; } = checkpoint.Predictions.Scores();

    /// <summary>Mean of the F1 of the classes that have test images.</summary>
    public double MacroF1 => Scores.Where(score => score.Images > 0).Select(score => score.F1).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Classes without a test image.</summary>
    public ImmutableArray<string> NotMeasured => [.. Card.ClassNames.Where((_, label) => Evaluation.Images[label] == 0)];
}

/// <summary>Pictures that were labelled since.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Measured">What became of them.</param>
sealed record NewPictures(string Folder, MeasuredPictures Measured)
{
    /// <summary>Those that cannot be drawn.</summary>
    public ImmutableArray<LeftOut> Damaged => Measured.Damaged;
}

/// <summary>A network that rejects what it is unsure of.</summary>
/// <param name="Set">Where the unknown images are from.</param>
/// <param name="Threshold">Of the largest probability.</param>
/// <param name="Result">What it rejected.</param>
sealed record OpenSetReport(string Set, double Threshold, OpenSetResult Result);
