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

    public override Outcome Make(ImmutableArray<string> columns, Measurements measured, Confuse confuse)
    {
        (string Column, ImmutableArray<Curve> Curves)[] sets =
            [.. columns.Select(column => (column, s_methods.Select(method => new Curve(Titles.Method(method), Points(measured.Of(method, column)))).ToImmutableArray()))];
        return new(null, [.. sets.Select(set => ($"fig4-{set.Column}", (Func<Picture>)new CurveFigure { Title = $"{Titles.Of(set.Column)}: accuracy on the test set during training", Curves = set.Curves }.Draw))])
        {
            Numbers = [.. sets.Select(set => Accuracies(set.Column, set.Curves))],
        };
    }

    // Epochs count from 0, as in all that programs read; the picture counts from 1.
    static NumberTable Accuracies(string column, ImmutableArray<Curve> curves) => new($"fig4-{column}", ["method"], ["epoch", .. NumberTable.OfMeasurement],
    [
        .. from curve in curves
           from point in curve.Points
           select new NumberRow([curve.Method.Label], [point.Epoch - 1, .. NumberTable.NumbersOf(point.Accuracy)]),
    ]);

    static ImmutableArray<CurvePoint> Points(ImmutableArray<StageResult> results) =>
    [
        .. results[0].History.Where(epoch => epoch.Evaluation is not null).Select(epoch =>
            new CurvePoint(epoch.Epoch + 1, RepeatedMeasurement.Of([.. results.Select(result => 100 * result.History[epoch.Epoch].Evaluation!.Top1)]))),
    ];
}
