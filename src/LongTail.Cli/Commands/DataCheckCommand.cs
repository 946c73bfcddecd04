using System.CommandLine;
using LongTail.Cli.Compare;
using LongTail.Cli.Reports;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Runs;

namespace LongTail.Cli.Commands;

/// <summary>data check: decodes every picture before anybody trains on it.</summary>
static class DataCheckCommand
{
    const int Often = 2000;   // pictures between two lines of progress

    public static Command Build(Host host)
    {
        Command command = new("check", "Decodes every picture of a recipe's data and reports class sizes, damaged files, equal files and pictures that look alike. Exit code 3 if a file is damaged.");
        DataArguments arguments = new(command);
        Option<string> table = new("--table") { Description = "Writes a CSV file with a line for each file that was left out, is damaged, equals another one or looks like it, with the reason.", HelpName = "FILE" };
        Option<string> groups = CommonOptions.Groups();
        Option<bool> json = CommonOptions.Json();
        command.Add(table);
        command.Add(groups);
        command.Add(json);
        command.SetAction(parsed => Run(host, cancel =>
        {
            GroupConvention convention = OptionWords.Groups.Read(parsed.GetRequiredValue(groups));
            ReportFiles.Check(parsed.GetValue(table), "--table");
            (TrainingSet set, DataSplit data) = arguments.OpenToLook(parsed);
            PictureReport report = Look(data, host, cancel);
            if (parsed.GetValue(table) is { } file) LeftOutTable.Write(file, data.LeftOut.Concat(report.Findings));
            if (parsed.GetValue(json)) host.Out.WriteLine(PictureReportText.Json(data, report));
            else PictureReportText.Write(set, data, report, convention, host);
            return PictureReportText.DamagedIn(data, report).IsEmpty ? ExitCode.Done : ExitCode.Data;
        }));
        return command;
    }

    /// <summary>Decodes all pictures, and says now and then how far it is.</summary>
    public static PictureReport Look(DataSplit data, Host host, CancellationToken cancel)
    {
        int all = data.Train.Count + data.Test.Count + (data.Validation?.Count ?? 0);
        Lock gate = new();
        return PictureCheck.Of(data, done =>
        {
            if (done % Often != 0) return;
            lock (gate) host.Error.WriteLine(FormattableString.Invariant($"decoded {done:N0} of {all:N0} pictures"));
        }, cancel);
    }

    /// <summary>Does what leaves nothing half done when it is interrupted.</summary>
    public static int Run(Host host, Func<CancellationToken, int> work) =>
        InterruptibleRun.Of(host, "Stopping; nothing is written.", "nothing was written.", interruption => work(interruption.Token));
}
