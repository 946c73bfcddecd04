using System.Collections.Immutable;
using LongTail.Figures.Paper;
using LongTail.Figures.Tables;

namespace LongTail.Cli.Reproduce;

/// <summary>A table of the paper: its methods in rows, its data sets in columns, measured beside published.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Number">In the paper.</param>
/// <param name="Trained">For each column of the paper that can be trained, by its key: the data set and ratio.</param>
sealed record TableOfAccuracies(string Name, int Number, ImmutableDictionary<string, string> Trained) : Experiment(Name, PaperNumbers.Table(Number).Caption)
{
    PaperTable Paper => PaperNumbers.Table(Number);

    public override ImmutableArray<string> Columns => [.. Paper.Columns.Where(column => Trained.ContainsKey(column.Key)).Select(column => Trained[column.Key])];

    // Several sets are in one data folder only by intent: the CIFARs are small and may well be, photographs are not.
    public override ImmutableArray<string> Usual => [.. Columns.Where(column => !PaperRecipes.IsOfPhotographs(column))];

    // Where the paper has a dash, nothing is trained.
    public override ImmutableArray<Cell> Cells(ImmutableArray<string> columns, PaperRecipes recipes) =>
    [
        .. from column in Paper.Columns
           where Trained.TryGetValue(column.Key, out string? set) && columns.Contains(set)
           from row in Paper.Rows
           where Paper[row.Method, column.Key] is not null
           from recipe in recipes.Of(Trained[column.Key], row.Method)
           select new Cell(row.Method, Trained[column.Key], recipe),
    ];

    public override ImmutableArray<string> Origins => RowOrigins.Of(Paper);

    public override Outcome Make(ImmutableArray<string> columns, Measurements measured, Confuse confuse) => new(
        new("method", [.. Paper.Columns.Select(column => column.Title)],
            [.. Paper.Rows.Select(row => new ComparedRow(row.Label, [.. Paper.Columns.Select(column =>
                new ComparedCell(Paper[row.Method, column.Key], Trained.TryGetValue(column.Key, out string? set) ? measured.Top1(row.Method, set) : null))]))])
        {
            Digits = Paper.Digits,
        }, []);
}
