using System.CommandLine;
using System.CommandLine.Help;
using LongTail.Cli.Compare;

namespace LongTail.Cli.Commands;

/// <summary>All commands.</summary>
static class CommandTree
{
    public static RootCommand Build(Host host)
    {
        RootCommand root = new("Trains image classifiers on long-tailed data, and shows how accurate they are for frequent and for rare classes.")
        {
            TrainCommand.Build(host),
            CompareCommand.Build(host),
            PlanCommand.Build(host),
            ReproduceCommand.Build(host),
            EvaluateCommand.Build(host),
            PredictCommand.Build(host),
            ExportCommand.Build(host),
            RunsCommand.Build(host),
            RecipeCommands.Build(host),
            DataCommands.Build(host),
            DoctorCommand.Build(host),
        };
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithEpilogue((HelpAction)help.Action!);
        return root;
    }
}
