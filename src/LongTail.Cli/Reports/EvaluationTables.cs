using System.Collections.Immutable;
using System.Globalization;
using LongTail.Cli.Commands;
using LongTail.Cli.Display;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Runs;
using Spectre.Console;

namespace LongTail.Cli.Reports;

/// <summary>A checkpoint's evaluation for people: overall and by group, by class, and what is taken for what.</summary>
static class EvaluationTables
{
    const int LongestName = 40, NamesShown = 5;
    const string Correct = "correct", Interval = "95 % interval";

    public static void Write(CheckpointReport report, GroupConvention convention, IAnsiConsole console)
    {
        EvaluationResult evaluation = report.Evaluation;
        string trained = $"{Words.Data(report.Card.Data)}{Words.Subset(report.Card.Subset)}, {Trained(report)}";
        Line($"{SafeText.Of(report.Card.Method)} {report.Card.Network.Label} {(report.Pictures is null ? "on" : "trained on")} {trained}");
        if (report.Pictures is { } pictures) WriteMeasured(pictures, report, console);
        Line($"{Overall(evaluation, report.Counts)} (in %, with 95 % intervals)");
        string trust = evaluation.Calibration is { } known ? string.Create(CultureInfo.InvariantCulture, $"; calibration: ECE {100 * known.ExpectedCalibrationError:0.00} %, NLL {known.NegativeLogLikelihood:0.000}, of both less is better") : "";
        Line($"macro F1 {Words.Percent(report.MacroF1)} %{trust}");
        if (report.Prior is { } asked) Line(Expected(asked, report));
        console.Write(Groups(report, convention));
        console.Write(TableRoom.Fitting(console, Classes(report, convention)));
        if (report.OpenSet is { } open) OpenSetTable.Write(open, report.Classes, console);
        ConfusionTables.Write(report, console);

        void Line(string text) => console.Write(new Text(text + "\n"));
    }

    static string Trained(CheckpointReport report) => report.Card.Epochs == 0 || report.Weights == StoredWeights.Last
        ? $"seed {report.Card.Seed}, {(report.Card.Epochs == 0 ? "weights as they were set, without an epoch of its own" : $"weights after the last of {report.Card.Epochs} epochs")}"
        : $"seed {report.Card.Seed}, weights after epoch {report.Epoch + 1} of {report.Card.Epochs}, best on {(report.Card.ChosenOnValidation ? "its validation images" : report.Pictures is null ? "this very test set: too high to report" : "its own test set")}";

    static void WriteMeasured(NewPictures pictures, CheckpointReport report, IAnsiConsole console)
    {
        const string all = "--json tells all";
        Line($"measured on {Words.Whole(report.Evaluation.Images.Sum())} new pictures in {SafeText.Of(pictures.Folder, 400)}, not on its own test set");
        ImmutableArray<string> without = report.NotMeasured;
        if (without.Length > 0) Line($"not measured: {Words.Whole(without.Length)} class(es) without a picture there: {SafeText.Of(string.Join(", ", without.Take(NamesShown)), 300)}{(without.Length > NamesShown ? ", ..." : "")}");
        if (pictures.Measured.ForTraining > 0) Line($"not measured: {Words.Whole(pictures.Measured.ForTraining)} picture(s) of the folder's training part");
        if (pictures.Measured.ForChoosing > 0) Line($"not measured: {Words.Whole(pictures.Measured.ForChoosing)} picture(s) of the folder's validation part");
        if (!pictures.Measured.LeftOut.IsEmpty) Line($"left out: {Words.Whole(pictures.Measured.LeftOut.Length)} file(s) ({LeftOutTable.Kinds(pictures.Measured.LeftOut)})");
        FileLines.Write(console, pictures.Measured.LeftOut, all);
        if (!pictures.Damaged.IsEmpty) Line($"cannot be drawn and so not measured: {Words.Whole(pictures.Damaged.Length)} picture(s)");
        FileLines.Write(console, pictures.Damaged, all);

        void Line(string text) => console.Write(new Text(text + "\n"));
    }

    static string Expected(PriorRequest asked, CheckpointReport report)
    {
        string correction = asked.Tau is { } tau ? string.Create(CultureInfo.InvariantCulture, $" The logits are corrected for that with tau {tau}, from {asked.From(report.Card)}; all numbers here are of the corrected predictions.") : "";
        TestPrior prior = asked.Of(report.Card);
        double measured = prior.MeasuredShare(report.Evaluation, report.Counts);
        const double all = 1 - 1e-9;
        string part = measured >= all ? "" : string.Create(CultureInfo.InvariantCulture, $" That is of the classes with test images, {100 * measured:0.##} % of what comes up.");
        return measured <= 0 ? $"Where the classes {asked.InWords}, nothing can be expected: none of those that come up has a test image.{correction}"
            : $"Where the classes {asked.InWords}, expect top-1 {Words.Percent(prior.Accuracy(report.Evaluation, report.Counts))}.{part}{correction}";
    }

    static Table Groups(CheckpointReport report, GroupConvention convention)
    {
        Table table = TableOf("group", "classes", "test images", "accuracy", Interval);
        foreach (ShotGroup group in Enum.GetValues<ShotGroup>())
        {
            ClassSelection classes = ClassSelection.Of(group, report.Counts, convention);
            long images = classes.TestImages(report.Evaluation);
            (string accuracy, string interval) = images > 0 ? (Words.Percent(classes.Accuracy(report.Evaluation)), Ends(classes.Interval(report.Evaluation))) : ("-", "-");
            AddRow(table, classes.Name, Words.Whole(classes.Labels.Length), Words.Whole(images), accuracy, interval);
        }
        return table;
    }

    // Where there is less room, first what follows from other columns goes, then names are cut, then the intervals go.
    static IEnumerable<Table> Classes(CheckpointReport report, GroupConvention convention)
    {
        yield return Table(LongestName);
        yield return Table(LongestName, Correct);
        yield return Table(LongestName / 2, Correct);
        yield return Table(LongestName / 2, Correct, Interval);
        yield return Table(LongestName / 4, Correct, Interval);

        Table Table(int longest, params string[] without)
        {
            (string Name, Func<int, string> Cell)[] columns = [.. ColumnsOf(report, convention, longest).Where(column => !without.Contains(column.Name))];
            Table table = TableOf([.. columns.Select(column => column.Name)]);
            for (int label = 0; label < report.Classes; label++) AddRow(table, [.. columns.Select(column => column.Cell(label))]);
            return table;
        }
    }

    static IEnumerable<(string Name, Func<int, string> Cell)> ColumnsOf(CheckpointReport report, GroupConvention convention, int longest) =>
    [
        ("class", label => SafeText.Of(report.Card.ClassNames[label], longest)),
        ("group", label => convention.GroupOf(report.Counts[label]).Word()),
        ("trained on", label => Words.Whole(report.Counts[label])),
        ("tested on", label => Words.Whole(report.Scores[label].Images)),
        (Correct, label => Words.Whole(report.Scores[label].Correct)),
        ("recall", label => Share(report.Scores[label].Recall)),
        (Interval, label => report.Scores[label] is { Images: > 0 } score ? Ends(WilsonInterval.Of(score.Recall, score.Images)) : "-"),
        ("precision", label => Share(report.Scores[label].Precision)),
        ("F1", label => Share(report.Scores[label].F1)),
    ];

    static string Share(double fraction) => double.IsNaN(fraction) ? "-" : Words.Percent(fraction);

    static string Overall(EvaluationResult evaluation, ClassCounts counts)
    {
        long images = evaluation.Images.Sum();
        ClassSelection each = new("balanced", ClassSelection.All(counts).Labels);
        return images == 0 ? "no image to measure it on" : $"top-1 {Words.Percent(evaluation.Top1)} ({Ends(WilsonInterval.Of(evaluation.Top1, images))}), top-5 {Words.Percent(evaluation.Top5)} ({Ends(WilsonInterval.Of(evaluation.Top5, images))}), "
            + $"balanced {Words.Percent(evaluation.BalancedAccuracy)} ({Ends(each.Interval(evaluation))})";
    }

    static string Ends(WilsonInterval interval) => string.Create(CultureInfo.InvariantCulture, $"{100 * interval.Low:0.0} to {100 * interval.High:0.0}");

    internal static Table TableOf(params string[] columns)
    {
        Table table = new Table().RoundedBorder();
        for (int i = 0; i < columns.Length; i++)
        {
            TableColumn column = new TableColumn(new Text(columns[i])).NoWrap();
            table.AddColumn(i == 0 ? column : column.RightAligned());
        }
        return table;
    }

    internal static void AddRow(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));
}
