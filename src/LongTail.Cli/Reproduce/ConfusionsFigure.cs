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

    public override Outcome Make(ImmutableArray<string> columns, Measurements measured, Confuse confuse) =>
        new(null, [.. columns.Select(column => ($"fig2-{column}", (Func<Picture>)(() => Draw(column, measured, confuse))))]);

    static Picture Draw(string column, Measurements measured, Confuse confuse)
    {
        StageResult first = measured.Of(s_methods[0], column)[0];
        return new ConfusionFigure
        {
            Title = $"{Titles.Of(column)}, seed {first.Stage.Seed}: true classes in rows, predicted ones in columns",
            ClassNames = first.ClassNames,
            Methods = [.. s_methods.Select(method => new ConfusionPanel(Titles.Method(method), confuse(measured.Of(method, column)[0])))],
        }.Draw();
    }
}
