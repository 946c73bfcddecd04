using System.CommandLine;
using LongTail.Cli.Display;
using LongTail.Cli.Reports;

namespace LongTail.Cli.Commands;

/// <summary>Evaluates a trained network, class by class.</summary>
static class EvaluateCommand
{
    public static Command Build(Host host)
    {
        Argument<string> checkpoint = new("CHECKPOINT") { Description = "Folder of a trained stage, as train and plan print it." };
        Option<string> data = CommonOptions.Data();
        Option<string> weights = new("--weights")
        {
            Description = "Weights of the last epoch, or of the one that was best on the test set.", HelpName = "last|best", DefaultValueFactory = _ => "last",
        };
        weights.CompletionSources.Add("last", "best");
        Option<string> groups = CommonOptions.Groups();
        Option<bool> json = CommonOptions.Json();
        Command command = new("evaluate", "Evaluates a trained network on the test set: by class, by group, and what it confuses.") { checkpoint, data, weights, groups, json };
        command.SetAction(parsed =>
        {
            CheckpointRequest request = new(parsed.GetRequiredValue(checkpoint), parsed.GetValue(data), IsBest(parsed.GetValue(weights)!));
            var convention = CommonOptions.GroupsOf(parsed.GetValue(groups)!);
            CheckpointReport report = host.Library.Evaluate(request);
            if (parsed.GetValue(json))
                host.Out.WriteLine(EvaluationJson.Write(report, convention));
            else
                EvaluationTables.Write(report, convention, Consoles.Of(host, host.Out, host.OutIsTerminal));
            return ExitCode.Done;
        });
        return command;
    }

    static bool IsBest(string written) => written switch
    {
        "last" => false,
        "best" => true,
        _ => throw new UsageException($"Found --weights {SafeText.Quoted(written)}, expected last or best."),
    };
}
