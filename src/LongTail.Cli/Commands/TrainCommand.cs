using System.Collections.Immutable;
using System.CommandLine;
using LongTail.Cli.Display;
using LongTail.Cli.Reports;
using LongTail.Runs;

namespace LongTail.Cli.Commands;

/// <summary>Trains recipes, teachers first, and prints what became of each group of classes.</summary>
static class TrainCommand
{
    public static Command Build(Host host)
    {
        Command command = new("train", "Trains one or more recipes; networks they share, such as a teacher, are trained once and reused.");
        RunArguments arguments = new(command, host.Library);
        command.SetAction(parsed => Run(arguments.Read(parsed), host));
        return command;
    }

    static int Run(RunRequest request, Host host) => InterruptibleRun.Of(host, interruption =>
    {
        host.Library.RequireOutput(request.Environment);
        RunPlan plan = request.Plan(host, interruption.Token);
        Print(request, host, TrainedNetwork.All(request.Recipes, plan, InterruptibleRun.Train(plan, request, host, interruption)));
    });

    static void Print(RunRequest request, Host host, ImmutableArray<TrainedNetwork> networks)
    {
        if (request.Json)
            host.Out.WriteLine(RunJson.Write(networks, request.Groups));
        else
            ResultTables.Write(networks, request.Groups, Consoles.Of(host, host.Out, host.OutIsTerminal));
    }
}
