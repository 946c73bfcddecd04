using System.CommandLine;
using BenchmarkDotNet.Running;

namespace LongTail.Benchmarks.Micro;

/// <summary>Hands the rest of the command line to BenchmarkDotNet.</summary>
static class MicroCommand
{
    // A project that BenchmarkDotNet generates would need its own copy of libtorch.
    const string WithoutGeneratedProject = "--inProcess";

    public static Command Build()
    {
        Command command = new("micro", "BenchmarkDotNet on single functions. Takes its options, such as --filter '*Loss*' or --job short; lists the benchmarks without any.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(parsed =>
        {
            string[] options = parsed.UnmatchedTokens is { Count: > 0 } given ? [.. given] : ["--list", "flat"];
            BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run([.. options, WithoutGeneratedProject]);
        });
        return command;
    }
}
