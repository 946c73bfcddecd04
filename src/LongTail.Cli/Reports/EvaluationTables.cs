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
    public static void Write(CheckpointReport report, GroupConvention convention, IAnsiConsole console)
    {
        EvaluationResult evaluation = report.Evaluation;
        console.Write(new Text($"{SafeText.Of(report.Card.Method)} {report.Card.Network.Label} on {Words.Data(report.Card.Data)}{Words.Subset(report.Card.Subset)}, {Trained(report)}\n"));
        console.Write(new Text($"top-1 {WithInterval(evaluation.Top1, evaluation.Images.Sum())}, top-5 {Words.Percent(evaluation.Top5)}, balanced {Words.Percent(evaluation.BalancedAccuracy)} (in %, with 95 % intervals)\n"));
        if (report.Prior is { } asked) console.Write(new Text($"{Expected(asked, report)}\n"));
        console.Write(Groups(report, convention));
        console.Write(Classes(report, convention));
        if (report.OpenSet is { } open) OpenSetTable.Write(open, report.Classes, console);
        ConfusionTables.Write(report, console);
    }

    static string Trained(CheckpointReport report) => report.Weights == StoredWeights.Last
        ? $"seed {report.Card.Seed}, weights after the last of {report.Card.Epochs} epochs"
        : $"seed {report.Card.Seed}, weights after epoch {report.Epoch + 1} of {report.Card.Epochs}, best on this very test set: too high to report";

    static string Expected(PriorRequest asked, CheckpointReport report)
    {
        string classes = asked.Prior.Shape switch
        {
            TestPriorShape.Forward => string.Create(CultureInfo.InvariantCulture, $"come up long-tailed as in training, ratio {asked.Prior.Ratio}"),
            TestPriorShape.Backward => string.Create(CultureInfo.InvariantCulture, $"come up long-tailed the other way round, ratio {asked.Prior.Ratio}"),
            _ => "come up equally often",
        };
        string correction = asked.Tau is { } tau ? string.Create(CultureInfo.InvariantCulture, $" The logits are corrected for that with tau {tau}; all numbers here are of the corrected predictions.") : "";
        return $"Where the classes {classes}, expect top-1 {Words.Percent(asked.Prior.Accuracy(report.Evaluation, report.Counts))}.{correction}";
    }

    static Table Groups(CheckpointReport report, GroupConvention convention)
    {
        Table table = TableOf("group", "classes", "test images", "accuracy", "95 % interval");
        foreach (ShotGroup group in Enum.GetValues<ShotGroup>())
        {
            ClassSelection classes = ClassSelection.Of(group, report.Counts, convention);
            long images = classes.TestImages(report.Evaluation);
            (string accuracy, string interval) = images > 0 ? Accuracy(classes.Accuracy(report.Evaluation), images) : ("-", "-");
            AddRow(table, classes.Name, Words.Whole(classes.Labels.Length), Words.Whole(images), accuracy, interval);
        }
        return table;
    }

    static Table Classes(CheckpointReport report, GroupConvention convention)
    {
        Table table = TableOf("class", "group", "trained on", "test images", "correct", "accuracy", "95 % interval");
        for (int label = 0; label < report.Classes; label++)
        {
            int images = report.Evaluation.Images[label];
            (string accuracy, string interval) = images > 0 ? Accuracy(report.Evaluation.ClassAccuracy(label), images) : ("-", "-");
            AddRow(table, SafeText.Of(report.Card.ClassNames[label], 40), convention.GroupOf(report.Counts[label]).ToString().ToLowerInvariant(),
                Words.Whole(report.Counts[label]), Words.Whole(images), Words.Whole(report.Evaluation.Correct[label]), accuracy, interval);
        }
        return table;
    }

    static (string Accuracy, string Interval) Accuracy(double fraction, long images)
    {
        WilsonInterval interval = WilsonInterval.Of(fraction, images);
        return (Words.Percent(fraction), string.Create(CultureInfo.InvariantCulture, $"{100 * interval.Low:0.0} to {100 * interval.High:0.0}"));
    }

    static string WithInterval(double fraction, long images)
    {
        (string accuracy, string interval) = Accuracy(fraction, images);
        return $"{accuracy} ({interval})";
    }

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
