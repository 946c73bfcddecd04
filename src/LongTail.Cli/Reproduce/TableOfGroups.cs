using System.Collections.Immutable;
using LongTail.Figures.Paper;
using LongTail.Figures.Tables;
using LongTail.Results;

namespace LongTail.Cli.Reproduce;

/// <summary>A table of the paper about one large data set: its methods in rows; classes with many, a medium number of and few images in columns.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Number">In the paper.</param>
/// <param name="Set">The data set, as recipes call it.</param>
sealed record TableOfGroups(string Name, int Number, string Set) : Experiment(Name, PaperNumbers.Table(Number).Caption)
{
    PaperTable Paper => PaperNumbers.Table(Number);

    public override ImmutableArray<string> Columns => [Set];

    public override bool HasGroups => true;

    public override ImmutableArray<Cell> Cells(ImmutableArray<string> columns, PaperRecipes recipes) =>
        [.. Paper.Rows.SelectMany(row => recipes.Of(Set, row.Method).Select(recipe => new Cell(row.Method, Set, recipe)))];

    public override ImmutableArray<string> Origins => RowOrigins.Of(Paper);

    public override Outcome Make(ImmutableArray<string> columns, Measurements measured, Confuse confuse) => new(
        new("method", [.. Paper.Columns.Select(column => column.Title)],
            [.. Paper.Rows.Select(row => new ComparedRow(row.Label, [.. Paper.Columns.Select(column =>
                new ComparedCell(Paper[row.Method, column.Key], Measured(row.Method, column.Key, measured)))]))])
        {
            Digits = Paper.Digits,
        }, []);

    RepeatedMeasurement? Measured(string method, string column, Measurements measured)
    {
        ImmutableArray<Runs.StageResult> results = measured.Of(method, Set);
        return results.Any(result => Part(result) is null) ? null : Measurements.Percent(results, result => Part(result)!.Value);

        double? Part(Runs.StageResult result)
        {
            GroupAccuracy groups = result.Evaluation.Groups(result.Counts, measured.Groups);
            return column switch { "many" => groups.Many, "medium" => groups.Medium, "few" => groups.Few, _ => groups.All };
        }
    }
}
