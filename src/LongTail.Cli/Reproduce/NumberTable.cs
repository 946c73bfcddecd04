using System.Collections.Immutable;
using System.Text;
using LongTail.Foundation;
using LongTail.Results;

namespace LongTail.Cli.Reproduce;

/// <summary>The numbers of a figure, which are written beside it.</summary>
/// <param name="Name">Of the file, without an ending.</param>
/// <param name="Labels">Titles of the columns of words, which come first.</param>
/// <param name="Numbers">Titles of the columns of numbers.</param>
/// <param name="Rows">Each with a word or number for every column.</param>
sealed record NumberTable(string Name, ImmutableArray<string> Labels, ImmutableArray<string> Numbers, ImmutableArray<NumberRow> Rows)
{
    /// <summary>Titles of what <see cref="NumbersOf"/> gives.</summary>
    public static ImmutableArray<string> OfMeasurement { get; } = ["mean", "deviation", "runs"];

    /// <summary>An accuracy over the seeds; nulls where nothing could be measured.</summary>
    public static ImmutableArray<double?> NumbersOf(RepeatedMeasurement? measured) => [measured?.Mean, measured?.Deviation, measured?.Runs];

    /// <summary>One line per row, below the titles.</summary>
    public string ToCsv()
    {
        StringBuilder csv = new();
        csv.AppendRow([.. Labels, .. Numbers]);
        foreach (NumberRow row in Rows) csv.AppendRow([.. row.Labels, .. row.Numbers.Select(Csv.Number)]);
        return csv.ToString();
    }
}

/// <summary>A row of words and numbers.</summary>
/// <param name="Labels">One per column of words.</param>
/// <param name="Numbers">One per column of numbers; null where there is none.</param>
sealed record NumberRow(ImmutableArray<string> Labels, ImmutableArray<double?> Numbers);
