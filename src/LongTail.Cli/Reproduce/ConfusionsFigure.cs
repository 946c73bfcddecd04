using System.Collections.Immutable;
using LongTail.Figures;
using LongTail.Results;
using LongTail.Runs;

namespace LongTail.Cli.Reproduce;

/// <summary>Figure 2: what CE, CB, KD and BKD take for what.</summary>
sealed record ConfusionsFigure() : Experiment("fig2", "Confusion matrices of CE, CB, KD and BKD")
{
    static readonly ImmutableArray<string> s_methods = ["ce", "cb", "kd", "bkd"];

    public override string Unit => "Counts of test images in the table, shares of each row in the picture; of several seeds all together.";

    public override ImmutableArray<string> Columns => ["cifar10-lt-100"];

    public override ImmutableArray<Cell> Cells(ImmutableArray<string> columns, PaperRecipes recipes) =>
        [.. columns.SelectMany(column => s_methods.SelectMany(method => recipes.Of(column, method).Select(recipe => new Cell(method, column, recipe))))];

    public override Outcome Make(ImmutableArray<string> columns, Measurements measured, Confuse confuse)
    {
        (string Column, ImmutableArray<ConfusionPanel> Panels)[] sets =
            [.. columns.Select(column => (column, s_methods.Select(method => new ConfusionPanel(Titles.Method(method), Sum(measured.Of(method, column).Select(network => confuse(network))))).ToImmutableArray()))];
        return new(null, [.. sets.Select(set => ($"fig2-{set.Column}", (Func<Picture>)(() => Draw(set.Column, measured.Of(s_methods[0], set.Column), set.Panels))))])
        {
            Numbers = [.. sets.Select(set => Counts(set.Column, First(set.Column).ClassNames, set.Panels))],
        };

        StageResult First(string column) => measured.Of(s_methods[0], column)[0];
    }

    // Every network is asked about the same images, so that each row has that many times its class's.
    static Confusion Sum(IEnumerable<Confusion> networks) => networks.Aggregate((sum, next) => new(sum.Classes, sum.Cells.Concat(next.Cells)
        .GroupBy(cell => (cell.Actual, cell.Predicted), cell => cell.Images, (pair, images) => new ConfusionCell(pair.Actual, pair.Predicted, images.Sum()))));

    static NumberTable Counts(string column, ImmutableArray<string> classes, ImmutableArray<ConfusionPanel> panels) => new($"fig2-{column}", ["method", "true", "predicted"], ["images"],
    [
        .. from panel in panels
           from actual in Enumerable.Range(0, classes.Length)
           from predicted in Enumerable.Range(0, classes.Length)
           select new NumberRow([panel.Method.Label, classes[actual], classes[predicted]], [panel.Counts[actual, predicted]]),
    ]);

    static Picture Draw(string column, ImmutableArray<StageResult> networks, ImmutableArray<ConfusionPanel> panels) => new ConfusionFigure
    {
        Title = $"{Titles.Of(column)}, {(networks is [var only] ? $"seed {only.Stage.Seed}" : $"{networks.Length} seeds together")}: true classes in rows, predicted ones in columns",
        ClassNames = networks[0].ClassNames,
        Methods = panels,
    }.Draw();
}
