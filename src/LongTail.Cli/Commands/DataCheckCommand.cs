using System.CommandLine;
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
        Command command = new("check", "Decodes every picture of a recipe's data and says how many there are of each class, which are damaged, and which are equal.");
        DataArguments arguments = new(command);
        Option<string> table = new("--table") { Description = "Writes a line for each file that was left out, is damaged or is equal to another one, with the reason, as CSV.", HelpName = "FILE" };
        Option<string> groups = CommonOptions.Groups();
        Option<bool> json = CommonOptions.Json();
        command.Add(table);
        command.Add(groups);
        command.Add(json);
        command.SetAction(parsed => Run(parsed, host, cancel =>
        {
            GroupConvention convention = CommonOptions.GroupsOf(parsed.GetRequiredValue(groups));
            (TrainingSet set, DataSplit data) = arguments.Open(parsed);
            PictureReport report = Look(data, host, cancel);
            if (parsed.GetValue(table) is { } file) LeftOutTable.Write(file, data.LeftOut.Concat(report.Findings));
            if (parsed.GetValue(json)) host.Out.WriteLine(PictureReportText.Json(data, report));
            else PictureReportText.Write(set, data, report, convention, host);
            return report.Damaged.IsEmpty ? ExitCode.Done : ExitCode.Data;
        }));
        return command;
    }

    /// <summary>Decodes all pictures, and says now and then how far it is.</summary>
    public static PictureReport Look(DataSplit data, Host host, CancellationToken cancel)
    {
        int all = data.Train.Count + data.Test.Count;
        Lock gate = new();
        return PictureCheck.Of(data, done =>
        {
            if (done % Often != 0) return;
            lock (gate) host.Error.WriteLine(FormattableString.Invariant($"decoded {done:N0} of {all:N0} pictures"));
        }, cancel);
    }

    /// <summary>Does something that Ctrl-C may interrupt at any time, because nothing half done is left.</summary>
    public static int Run(ParseResult _, Host host, Func<CancellationToken, int> work)
    {
        using Interruption interruption = new(host.Error.WriteLine);
        using IDisposable listening = host.Listen(interruption);
        try
        {
            return work(interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            host.Error.WriteLine("Interrupted; nothing was written.");
            return interruption.ExitCode;
        }
    }
}
