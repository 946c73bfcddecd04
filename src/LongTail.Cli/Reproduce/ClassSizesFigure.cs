using System.Collections.Immutable;
using LongTail.Figures;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Runs;

namespace LongTail.Cli.Reproduce;

/// <summary>Figure 1: how many images each class has, and how accuracy falls from many to few.</summary>
sealed record ClassSizesFigure() : Experiment("fig1", "Class sizes, and the accuracy of cross-entropy on many, medium and few")
{
    static readonly ImmutableArray<string> s_methods = ["ce"];

    public override ImmutableArray<string> Columns => ["cifar10-lt-100", "cifar100-lt-100", "imagenet-lt", "inaturalist2018", "places-lt"];

    public override ImmutableArray<string> Usual => [.. Columns.Where(column => !PaperRecipes.IsOfPhotographs(column))];

    public override bool HasGroups => true;

    public override ImmutableArray<Cell> Cells(ImmutableArray<string> columns, PaperRecipes recipes) =>
        [.. columns.SelectMany(column => s_methods.SelectMany(method => recipes.Of(column, method).Select(recipe => new Cell(method, column, recipe))))];

    public override Outcome Make(ImmutableArray<string> columns, Measurements measured, Confuse confuse) =>
        new(null, [.. columns.Select(column => ($"fig1-{column}", (Func<Picture>)(() => Draw(column, measured))))])
        {
            Numbers = [.. columns.SelectMany(column => (NumberTable[])[Sizes(column, measured), Accuracies(column, measured)])],
        };

    static NumberTable Sizes(string column, Measurements measured)
    {
        StageResult first = measured.Of(s_methods[0], column)[0];
        return new($"fig1-{column}-classes", ["class"], ["images"], [.. first.ClassNames.Select((name, label) => new NumberRow([name], [first.Counts[label]]))]);
    }

    static NumberTable Accuracies(string column, Measurements measured) => new($"fig1-{column}", ["method", "group"], ["classes", .. NumberTable.OfMeasurement],
    [
        .. from method in s_methods
           from @group in Groups(column, measured)
           select new NumberRow([Titles.Method(method).Label, @group.Name], [@group.Labels.Length, .. NumberTable.NumbersOf(Accuracy(measured.Of(method, column), @group))]),
    ]);

    static ImmutableArray<ClassSelection> Groups(string column, Measurements measured) =>
        [.. Enum.GetValues<ShotGroup>().Select(group => ClassSelection.Of(group, measured.Of(s_methods[0], column)[0].Counts, measured.Groups))];

    static Picture Draw(string column, Measurements measured)
    {
        StageResult first = measured.Of(s_methods[0], column)[0];
        ImmutableArray<ClassSelection> groups = Groups(column, measured);
        return new ClassFigure
        {
            Title = $"{Titles.Of(column)}: class sizes and accuracy by group",
            Classes = [.. first.ClassNames.Select((name, label) => new FigureClass(name, first.Counts[label]))],
            Groups = groups,
            OfGroups = true,
            Methods = [.. s_methods.Select(method => new ClassAccuracies(Titles.Method(method), [.. groups.Select(group => Accuracy(measured.Of(method, column), group)?.Mean)]))],
        }.Draw();
    }

    static RepeatedMeasurement? Accuracy(ImmutableArray<StageResult> results, ClassSelection group) =>
        group.HasTestImages(results[0].Evaluation) ? Measurements.Percent(results, result => group.Accuracy(result.Evaluation)) : null;
}
