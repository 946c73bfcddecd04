using System.Collections.Immutable;
using LongTail.Pictures;
using LongTail.Prediction;

namespace LongTail.Cli.Reports;

/// <summary>What a network says of some files.</summary>
/// <param name="Network">That says it.</param>
/// <param name="LeftOut">What lay in folders and was not asked about.</param>
/// <param name="Files">In the order asked.</param>
sealed record PredictionReport(AskedNetwork Network, ImmutableArray<LeftOut> LeftOut, ImmutableArray<PredictedFile> Files)
{
    /// <summary>Those that are no pictures.</summary>
    public ImmutableArray<PredictedFile> Faults { get; } = [.. Files.Where(file => file.Fault is not null)];
}

/// <summary>A file and its likeliest classes.</summary>
/// <param name="Path">Of the file.</param>
/// <param name="Top">Best first; none where it is no picture.</param>
/// <param name="Fault">Why it is none; null where it is one.</param>
sealed record PredictedFile(string Path, ImmutableArray<ClassProbability> Top, string? Fault);
