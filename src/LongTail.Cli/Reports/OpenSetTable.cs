using System.Globalization;
using LongTail.Cli.Display;
using LongTail.Results;
using Spectre.Console;

namespace LongTail.Cli.Reports;

/// <summary>What a network that rejects the images it is unsure of does to those of classes it knows and of others.</summary>
static class OpenSetTable
{
    public static void Write(OpenSetReport report, int classes, IAnsiConsole console)
    {
        OpenSetResult result = report.Result;
        console.Write(new Text(string.Create(CultureInfo.InvariantCulture, $"Open set: rejected where the largest probability is below {report.Threshold} (in %)\n")));
        Table table = EvaluationTables.TableOf("images of", "number", "rejected", "accepted and right");
        EvaluationTables.AddRow(table, "its classes", Words.Whole(result.Known), Percent(result.KnownRejected, result.Known), Percent(result.KnownRight, result.Known));
        EvaluationTables.AddRow(table, report.Set, Words.Whole(result.Unknown), Percent(result.UnknownRejected, result.Unknown), "-");
        console.Write(table);
        console.Write(new Text($"F-measure {Words.Percent(result.FMeasure)} of precision {Words.Percent(result.Precision)} and recall {Words.Percent(result.Recall)}{Caution(report, classes)}\n"));
    }

    static string Caution(OpenSetReport report, int classes) => report.Threshold * classes > 1 ? ""
        : string.Create(CultureInfo.InvariantCulture, $". The largest of {classes} probabilities is {1.0 / classes:0.####} or more: --reject needs more than that to reject anything");

    static string Percent(int part, int whole) => Words.Percent((double)part / whole);
}
