using System.CommandLine;
using LongTail.Cli.Commands;
using LongTail.Foundation;

namespace LongTail.Cli;

/// <summary>The whole program as a function. The only place where exceptions become messages and exit codes.</summary>
static class Application
{
    public static int Run(IReadOnlyList<string> args, Host host)
    {
        try
        {
            ParseResult parsed = CommandTree.Build(host).Parse(args);
            if (UsageFaults.Of(parsed) is { } fault) throw new UsageException(fault);
            return parsed.Invoke(new()
            {
                Output = host.Out,
                Error = host.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception stop)
        {
            host.Error.WriteLine(MessageOf(stop));
            return ExitCode.Of(stop);
        }
    }

    static string MessageOf(Exception stop) => ExitCode.Of(stop) == ExitCode.Bug
        ? $"error: a bug in this program; please report this:{Environment.NewLine}{stop}"
        : $"error: {SafeText.Lines(ExitCode.CauseOf(stop) switch
        {
            LongTailException cause => cause.Message,
            IOException output => $"Found that the standard output cannot be written ({output.Message.TrimEnd('.')}), expected room for it.",   // all files are guarded by those who open them
            _ => stop.GetBaseException().Message,
        })}";
}
