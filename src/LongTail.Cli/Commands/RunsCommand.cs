using System.Collections.Immutable;
using System.CommandLine;
using LongTail.Cli.Display;
using LongTail.Cli.Reports;
using LongTail.Runs;

namespace LongTail.Cli.Commands;

/// <summary>runs: what was trained.</summary>
static class RunsCommand
{
    public static Command Build(Host host)
    {
        Argument<string> folder = new("FOLDER") { Description = "Output folder of the trainings.", HelpName = "FOLDER", DefaultValueFactory = _ => RunOptions.UsualOut };
        Option<bool> json = CommonOptions.Json();
        Command command = new("runs", "Lists the trained networks of an output folder: what they are, what they were trained on, how accurate they are, and when they were trained. Exit code 4 when one is damaged.") { folder, json };
        command.SetAction(parsed =>
        {
            ImmutableArray<FinishedStage> stages = host.Library.AllFinished(parsed.GetRequiredValue(folder));
            if (parsed.GetValue(json)) host.Out.WriteLine(RunsReport.Json(stages));
            else RunsReport.Write(stages, Consoles.Of(host, host.Out, host.OutIsTerminal));
            return stages.Any(stage => stage.Fault is not null) ? ExitCode.ModelFile : ExitCode.Done;
        });
        return command;
    }
}
