using System.Collections.Immutable;
using LongTail.Figures.Paper;

namespace LongTail.Cli.Reproduce;

/// <summary>Says which numbers of a table the paper's authors have not measured with their own training.</summary>
static class RowOrigins
{
    /// <summary>A sentence for each origin, in the order of the rows, and what holds here instead.</summary>
    public static ImmutableArray<string> Of(PaperTable table) =>
    [
        .. table.Rows.Where(row => row.Origin is not null).GroupBy(row => row.Origin)
            .Select(rows => $"The paper's numbers of {string.Join(" and ", rows.Select(row => row.Label))} were {rows.Key}."),
        "Here all methods share one loop, schedule and augmentation, but for what the preset \"paper\" of each says on its page in docs/methods, and what is said below.",
    ];
}
