using System.CommandLine;
using LongTail.Cli.Display;
using LongTail.Cli.Reports;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Pictures;
using LongTail.Runs;

namespace LongTail.Cli.Commands;

/// <summary>data check: decodes every picture before anybody trains on it.</summary>
static class DataCheckCommand
{
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
        command.SetAction(parsed => InterruptibleRun.Unwritten(host, cancel =>
        {
            GroupConvention convention = OptionWords.Groups.Read(parsed.GetRequiredValue(groups));
            OutputFile.Check(parsed.GetValue(table), "--table", LeftOutTable.FirstRow);
            (TrainingSet set, DataSplit data) = Opened(arguments, parsed, parsed.GetValue(table), host, cancel);
            PictureReport report = Look(data, host, cancel);
            if (parsed.GetValue(table) is { } file) LeftOutTable.Write(file, data.LeftOut.Concat(report.Findings));
            if (parsed.GetValue(json)) host.Out.WriteLine(PictureReportText.Json(data, report));
            else PictureReportText.Write(set, data, report, convention, host);
            return PictureReportText.DamagedIn(data, report).IsEmpty ? ExitCode.Done : ExitCode.Data;
        }));
        return command;
    }

    // Of lists that contradict themselves there is no data to look at, but all that is wrong with them can be told.
    static (TrainingSet Set, DataSplit Data) Opened(DataArguments arguments, ParseResult parsed, string? table, Host host, CancellationToken cancel)
    {
        try
        {
            return arguments.OpenToLook(parsed, host, cancel);
        }
        catch (ListedPicturesException fault) when (table is not null)
        {
            LeftOutTable.Write(table, fault.Files);
            throw;
        }
    }

    /// <summary>Decodes all pictures, and says now and then how far it is.</summary>
    public static PictureReport Look(DataSplit data, Host host, CancellationToken cancel) => PictureCheck.Of(data, new TimedLines(host, "decoded", "pictures"), cancel);
}
