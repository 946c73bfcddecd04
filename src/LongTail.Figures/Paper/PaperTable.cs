using System.Collections.Immutable;

namespace LongTail.Figures.Paper;

/// <summary>A table of accuracies in percent.</summary>
/// <param name="Number">In the paper.</param>
/// <param name="Caption">What was measured, with which network.</param>
/// <param name="Digits">Printed after the decimal point.</param>
/// <param name="Columns">From left to right.</param>
/// <param name="Rows">From top to bottom.</param>
public sealed record PaperTable(int Number, string Caption, int Digits, ImmutableArray<PaperColumn> Columns, ImmutableArray<PaperRow> Rows)
{
    /// <summary>An accuracy; null where the paper has none.</summary>
    /// <param name="method">Name in the catalog.</param>
    /// <param name="column">Key of the column.</param>
    public double? this[string method, string column] =>
        Columns.Index().FirstOrDefault(known => known.Item.Key == column) is { Item: not null } found && Rows.FirstOrDefault(row => row.Method == method) is { } row ? row.Values[found.Index] : null;

    /// <summary>The highest accuracy of a column.</summary>
    /// <param name="column">Its place.</param>
    public double Best(int column) => Rows.Max(row => row.Values[column]) ?? double.NaN;

    /// <summary>The lowest accuracy of a column.</summary>
    /// <param name="column">Its place.</param>
    public double Worst(int column) => Rows.Min(row => row.Values[column]) ?? double.NaN;
}

/// <summary>A column of a table.</summary>
/// <param name="Key">In Table 1 what the recipes' names begin with, such as "cifar10-lt-100"; in Tables 2 to 4 "many", "medium", "few" and "all"; in Table 5 a data set.</param>
/// <param name="Title">For readers.</param>
public sealed record PaperColumn(string Key, string Title);

/// <summary>A method's row.</summary>
/// <param name="Method">Name in the catalog.</param>
/// <param name="Label">For readers.</param>
/// <param name="Values">In percent, one per column; null where the paper has none.</param>
/// <param name="Bold">Places of the columns that the paper prints in bold. It does so for the best, and in Table 2 for all of its own method's row.</param>
/// <param name="Origin">Where the authors have the numbers from; null where they measured them with their own training.</param>
public sealed record PaperRow(string Method, string Label, ImmutableArray<double?> Values, ImmutableArray<int> Bold, string? Origin = null);
