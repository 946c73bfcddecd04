using System.Collections.Immutable;
using LongTail.Figures;
using LongTail.Results;
using LongTail.Runs;

namespace LongTail.Cli.Reproduce;

/// <summary>Figure 4: accuracy during training of CE, CB, KD and BKD.</summary>
sealed record CurvesFigure() : Experiment("fig4", "Accuracy curves of CE, CB, KD and BKD")
{
    static readonly ImmutableArray<string> s_methods = ["ce", "cb", "kd", "bkd"];

    public override ImmutableArray<string> Columns => ["cifar10-lt-100", "cifar100-lt-100"];

    public override ImmutableArray<Cell> Cells(ImmutableArray<string> columns, PaperRecipes recipes) =>
        [.. columns.SelectMany(column => s_methods.SelectMany(method => recipes.Of(column, method).Select(recipe => new Cell(method, column, recipe))))];

    public override Outcome Make(ImmutableArray<string> columns, Measurements measured, Confuse confuse) => new(null,
    [
        .. columns.Select(column => ($"fig4-{column}", (Func<Picture>)new CurveFigure
        {
            Title = $"{Titles.Of(column)}: accuracy on the test set during training",
            Curves = [.. s_methods.Select(method => new Curve(Titles.Method(method), Points(measured.Of(method, column))))],
        }.Draw)),
    ]);

    static ImmutableArray<CurvePoint> Points(ImmutableArray<StageResult> results) =>
    [
        .. results[0].History.Where(epoch => epoch.Evaluation is not null).Select(epoch =>
            new CurvePoint(epoch.Epoch + 1, RepeatedMeasurement.Of([.. results.Select(result => 100 * result.History[epoch.Epoch].Evaluation!.Top1)]))),
    ];
}
