using System.Collections.Immutable;
using LongTail.Cli.Display;
using LongTail.Runs;

namespace LongTail.Cli.Commands;

/// <summary>What commands that take long have in common: they listen for Ctrl-C, SIGTERM and SIGHUP, and say what became of their work; those that train show their progress.</summary>
static class InterruptibleRun
{
    /// <summary>Trains, and gives the code to end with.</summary>
    /// <param name="host">Where signals and notices go.</param>
    /// <param name="run">Ends with an <see cref="OperationCanceledException"/> when it is asked to stop.</param>
    public static int Of(Host host, Action<Interruption> run) =>
        Of(host, Interruption.Training, "what was trained so far is saved. To continue, run the same command again.", interruption =>
        {
            run(interruption);
            return ExitCode.Done;
        });

    /// <summary>Does what leaves nothing half done when it is interrupted, and gives the code to end with.</summary>
    /// <param name="host">Where signals and notices go.</param>
    /// <param name="run">Gives the code; ends with an <see cref="OperationCanceledException"/> when it is asked to stop, before anything is written.</param>
    public static int Unwritten(Host host, Func<CancellationToken, int> run) => Of(host, "Stopping; nothing is written.", "nothing was written.", interruption => run(interruption.Token));

    /// <summary>Does anything else, and gives the code to end with.</summary>
    /// <param name="host">Where signals and notices go.</param>
    /// <param name="notice">What is done between the wish to stop and the end.</param>
    /// <param name="left">What is left at the end.</param>
    /// <param name="run">Gives the code; ends with an <see cref="OperationCanceledException"/> when it is asked to stop.</param>
    public static int Of(Host host, string notice, string left, Func<Interruption, int> run)
    {
        using Interruption interruption = new(host.Error.WriteLine, notice);
        using IDisposable listening = host.Listen(interruption);
        try
        {
            return run(interruption);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            host.Error.WriteLine($"Interrupted; {left}");
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
