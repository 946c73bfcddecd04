using System.Collections.Immutable;
using System.CommandLine;
using LongTail.Cli.Display;
using LongTail.Cli.Reports;
using LongTail.Packs;
using LongTail.Runs;

namespace LongTail.Cli.Commands;

/// <summary>Says what train would do, and trains and writes nothing.</summary>
static class PlanCommand
{
    public static Command Build(Host host)
    {
        Command command = new("plan", "Shows what train would do with the same arguments: its stages, their cost, and which are trained already.");
        RunArguments arguments = new(command, host.Library);
        command.SetAction(parsed => InterruptibleRun.Unwritten(host, cancel => Show(arguments.Read(parsed), host, cancel)));
        return command;
    }

    /// <summary>Prints the plan of a request, and gives the code to end with.</summary>
    public static int Show(RunRequest request, Host host, CancellationToken cancel)
    {
        RunPlan plan = request.Plan(host, cancel);
        ImmutableArray<PlannedPack> packs = PlannedPacks.Of(plan, request.Environment.OutputFolder);
        RecipeNames names = new(request.Recipes, plan);
        if (request.Json)
            host.Out.WriteLine(PlanJson.Write(plan, packs, names));
        else
            PlanTable.Write(plan, packs, names, Consoles.Of(host, host.Out, host.OutIsTerminal));
        return ExitCode.Done;
    }
}
