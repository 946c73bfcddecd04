using System.Collections.Immutable;
using System.CommandLine;
using LongTail.Cli.Commands;
using LongTail.Cli.Display;
using LongTail.Cli.Reports;
using LongTail.Data;
using LongTail.Packs;
using LongTail.Runs;

namespace LongTail.Cli.Compare;

/// <summary>Trains several methods alike, several times, and says which is ahead by more than chance.</summary>
static class CompareCommand
{
    public static Command Build(Host host)
    {
        Command command = new("compare", "Trains several methods on the same data with the same schedule, and compares them; stages that they share are trained once.");
        CompareArguments arguments = new(command, host.Library);
        command.SetAction(parsed =>
        {
            CompareRequest request = arguments.Read(parsed);
            return request.PlanOnly ? InterruptibleRun.Unwritten(host, cancel => Show(PlanOf(request, host, cancel), host)) : Run(request, host);
        });
        return command;
    }

    // The data is opened once, however often the plan is laid out.
    static ComparePlan PlanOf(CompareRequest request, Host host, CancellationToken cancel)
    {
        DataOpener opener = request.Run.Opener(host, cancel);
        return ComparePlan.Of(request, (recipes, environment) => host.Library.Plan(recipes, environment, opener));
    }

    static int Show(ComparePlan plan, Host host)
    {
        RecipeNames names = new(plan.Request.Run.Recipes, plan.Plan);
        ImmutableArray<PlannedPack> packs = PlannedPacks.Of(plan.Plan, plan.Request.Run.Environment.OutputFolder);
        if (plan.Request.Run.Json)
        {
            host.Out.WriteLine(PlanJson.Write(plan.Plan, packs, names, plan.NotTrained));
            return ExitCode.Done;
        }
        PlanTable.Write(plan.Plan, packs, names, Consoles.Of(host, host.Out, host.OutIsTerminal));
        foreach (NotTrained none in plan.NotTrained) host.Out.WriteLine(ComparisonTables.Sentence(none.Method.Label, none.Reason));
        return ExitCode.Done;
    }

    static int Run(CompareRequest request, Host host) => InterruptibleRun.Of(host, interruption =>
    {
        host.Library.RequireOutput(request.Run.Environment);
        ComparePlan plan = PlanOf(request, host, interruption.Token);
        try
        {
            Print(Comparison.Of(plan, InterruptibleRun.Train(plan.Plan, plan.Request.Run, host, interruption)), host);
        }
        catch (StagesDivergedException diverged)
        {
            // What there is to compare is shown; the code and the message are those of the divergence all the same.
            if (plan.Without(diverged) is { } rest) Print(Comparison.Of(rest, diverged.Trained), host);
            throw;
        }
    });

    // First what cannot fail.
    static void Print(Comparison comparison, Host host)
    {
        CompareRequest request = comparison.Request;
        if (request.Run.Json)
            host.Out.WriteLine(ComparisonJson.Write(comparison));
        else
            ComparisonConsole.Write(comparison, Consoles.Of(host, host.Out, host.OutIsTerminal));
        if (request.Files.Csv is { } csv)
        {
            OutputFile.Write(csv, ComparisonCsv.OfMethods(comparison));
            OutputFile.Write(request.Files.RunsCsv!, ComparisonCsv.OfRuns(comparison));
        }
        if (request.Files.Markdown is { } markdown) OutputFile.Write(markdown, ComparisonMarkdown.Write(comparison));
    }
}
