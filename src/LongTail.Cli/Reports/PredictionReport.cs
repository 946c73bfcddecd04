using System.Collections.Immutable;
using LongTail.Cli.Commands;
using LongTail.Pictures;
using LongTail.Prediction;
using LongTail.Runs;

namespace LongTail.Cli.Reports;

/// <summary>What a network says of some files.</summary>
/// <param name="Folder">Of the network.</param>
/// <param name="Weights">Which of its weights.</param>
/// <param name="Card">What it is.</param>
/// <param name="Prior">How often the classes come up; null where nothing was said.</param>
/// <param name="LeftOut">What lay in folders and was not asked about.</param>
/// <param name="Files">In the order asked.</param>
sealed record PredictionReport(string Folder, StoredWeights Weights, ModelCard Card, PriorRequest? Prior, ImmutableArray<LeftOut> LeftOut, ImmutableArray<PredictedFile> Files)
{
    /// <summary>Those that are no pictures.</summary>
    public ImmutableArray<PredictedFile> Faults { get; } = [.. Files.Where(file => file.Fault is not null)];
}

/// <summary>A file and its likeliest classes.</summary>
/// <param name="Path">Of the file.</param>
/// <param name="Top">Best first; none where it is no picture.</param>
/// <param name="Fault">Why it is none; null where it is one.</param>
sealed record PredictedFile(string Path, ImmutableArray<ClassProbability> Top, string? Fault);
