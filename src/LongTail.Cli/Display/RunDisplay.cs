using LongTail.Cli.Commands;
using LongTail.Runs;

namespace LongTail.Cli.Display;

/// <summary>Chooses how a run shows itself.</summary>
static class RunDisplay
{
    /// <summary>Runs with a display: live on a terminal, else line by line; beside the results when these must stay alone.</summary>
    public static T During<T>(RunRequest request, Host host, RunPlan plan, Interruption interruption, Func<IRunObserver, T> run)
    {
        if (request.Quiet) return run(new QuietProgress(host.Error));
        (TextWriter output, bool isTerminal) = request.Json ? (host.Error, host.ErrorIsTerminal) : (host.Out, host.OutIsTerminal);
        return isTerminal
            ? LiveProgress.During(plan, Consoles.Of(host, output, isTerminal), host.Clock, interruption, run)
            : run(new PlainProgress(plan, output, host.Clock, host.Running));
    }
}
