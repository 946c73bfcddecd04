using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LongTail.Cli.Commands;

/// <summary>The usual help, with examples and the exit codes below it.</summary>
sealed class HelpWithEpilogue : SynchronousCommandLineAction
{
    const int Width = 100;
    readonly HelpAction _help;

    public HelpWithEpilogue(HelpAction help)
    {
        help.MaxWidth = Width;
        _help = help;
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        TextWriter output = parseResult.InvocationConfiguration.Output;
        int code = _help.Invoke(parseResult);
        if (ExamplesOf(parseResult.CommandResult.Command.Name) is { } examples) output.WriteLine(examples);
        output.Write(ExitCode.Table);
        return code;
    }

    static string? ExamplesOf(string command) => command switch
    {
        "train" =>
            """
            Examples:
              longtail train                                           the embedded set, nothing to download
              longtail train cifar10-lt-100-kd cifar10-lt-100-bkd --data cifar --seeds 0-4
              longtail train cifar100-lt-100-bkd --data cifar --set epochs=30 --set temperature=4
              After an interruption, the same command continues where it stopped.

            """,
        "compare" =>
            """
            Examples:
              longtail compare ce kd bkd --seeds 0-4
              longtail compare bkd bkd:temperature=4 --seeds 0-2 --csv table.csv --markdown table.md
              longtail compare paper --recipe cifar100-lt-100-bkd-short --data cifar --seeds 0-2 --plan
              After an interruption, the same command continues where it stopped.

            """,
        "evaluate" =>
            """
            Examples:
              longtail evaluate runs/stages/bkd-2bac3269bac7 --csv classes.csv
              longtail evaluate runs/stages/bkd-2bac3269bac7 --recipe fashion-lt-bkd
              longtail evaluate runs/stages/bkd-0123456789ab --pictures new-photos --test-prior cat=0.7,dog=0.3

            """,
        "show" =>
            """
            Examples:
              longtail recipe show cifar10-lt-100-bkd --set epochs=30 > mine.json
              longtail train mine.json --data cifar

            """,
        _ => null,
    };
}
