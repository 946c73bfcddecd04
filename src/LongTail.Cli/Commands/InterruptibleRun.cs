using System.Collections.Immutable;
using LongTail.Cli.Display;
using LongTail.Runs;

namespace LongTail.Cli.Commands;

/// <summary>What commands that train have in common: they listen for Ctrl-C and SIGTERM, show their progress, and say how to go on.</summary>
static class InterruptibleRun
{
    /// <summary>Runs, and gives the code to end with.</summary>
    /// <param name="host">Where signals and notices go.</param>
    /// <param name="run">Ends with an <see cref="OperationCanceledException"/> when it is asked to stop.</param>
    public static int Of(Host host, Action<Interruption> run)
    {
        using Interruption interruption = new(host.Error.WriteLine);
        using IDisposable listening = host.Listen(interruption);
        try
        {
            run(interruption);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            host.Error.WriteLine("Interrupted; what was trained so far is saved. To continue, run the same command again.");
            return interruption.ExitCode;
        }
    }

    /// <summary>Trains a plan; one result for each stage of it.</summary>
    public static ImmutableArray<StageResult> Train(RunPlan plan, RunRequest request, Host host, Interruption interruption)
    {
        interruption.Token.ThrowIfCancellationRequested();
        return RunDisplay.During(request, host, plan, interruption, observer => host.Library.Run(plan, request.Environment, observer, interruption.Token));
    }
}
