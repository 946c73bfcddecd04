using System.Collections.Immutable;
using LongTail.Figures;
using LongTail.Runs;

namespace LongTail.Cli.Reproduce;

/// <summary>Figure 2: what CE, CB, KD and BKD take for what.</summary>
sealed record ConfusionsFigure() : Experiment("fig2", "Confusion matrices of CE, CB, KD and BKD")
{
    static readonly ImmutableArray<string> s_methods = ["ce", "cb", "kd", "bkd"];

    public override ImmutableArray<string> Columns => ["cifar10-lt-100"];

    public override ImmutableArray<Cell> Cells(ImmutableArray<string> columns, PaperRecipes recipes) =>
        [.. columns.SelectMany(column => s_methods.SelectMany(method => recipes.Of(column, method).Select(recipe => new Cell(method, column, recipe))))];

    public override Outcome Make(ImmutableArray<string> columns, Measurements measured, Confuse confuse)
    {
        (string Column, ImmutableArray<ConfusionPanel> Panels)[] sets =
            [.. columns.Select(column => (column, s_methods.Select(method => new ConfusionPanel(Titles.Method(method), confuse(measured.Of(method, column)[0]))).ToImmutableArray()))];
        return new(null, [.. sets.Select(set => ($"fig2-{set.Column}", (Func<Picture>)(() => Draw(set.Column, First(set.Column), set.Panels))))])
        {
            Numbers = [.. sets.Select(set => Counts(set.Column, First(set.Column).ClassNames, set.Panels))],
        };

        StageResult First(string column) => measured.Of(s_methods[0], column)[0];
    }

    static NumberTable Counts(string column, ImmutableArray<string> classes, ImmutableArray<ConfusionPanel> panels) => new($"fig2-{column}", ["method", "true", "predicted"], ["images"],
    [
        .. from panel in panels
           from actual in Enumerable.Range(0, classes.Length)
           from predicted in Enumerable.Range(0, classes.Length)
           select new NumberRow([panel.Method.Label, classes[actual], classes[predicted]], [panel.Counts[actual, predicted]]),
    ]);

    static Picture Draw(string column, StageResult first, ImmutableArray<ConfusionPanel> panels) => new ConfusionFigure
    {
        Title = $"{Titles.Of(column)}, seed {first.Stage.Seed}: true classes in rows, predicted ones in columns",
        ClassNames = first.ClassNames,
        Methods = panels,
    }.Draw();
}
