using System.Collections.Immutable;

namespace LongTail.Cli.Compare;

/// <summary>A table of a comparison, one row per method, whatever it is written as.</summary>
/// <param name="Title">One line.</param>
/// <param name="Columns">At least one.</param>
/// <param name="Note">What the reader has to know; one paragraph.</param>
sealed record ReportTable(string Title, ImmutableArray<ReportColumn> Columns, string Note);

/// <summary>A column of numbers.</summary>
/// <param name="Header">Short.</param>
/// <param name="Cells">One per method.</param>
sealed record ReportColumn(string Header, ImmutableArray<ReportCell> Cells);

/// <summary>A number as it is shown.</summary>
/// <param name="Value">A dash where there is none.</param>
/// <param name="Spread">What stands behind or below it; empty for nothing.</param>
/// <param name="IsBest">Of its column.</param>
readonly record struct ReportCell(string Value, string Spread, bool IsBest)
{
    public static ReportCell Nothing { get; } = new("-", "", IsBest: false);
}
