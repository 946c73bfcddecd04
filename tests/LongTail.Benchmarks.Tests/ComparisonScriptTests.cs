using System.Diagnostics;

namespace LongTail.Benchmarks.Tests;

/// <summary>The tests of the scripts that compare LongTail with its peers, where there is a Python: they need its standard library alone.</summary>
public sealed class ComparisonScriptTests
{
    [Fact]
    public async Task The_tests_of_the_comparison_pass()
    {
        using Process? python = Start("-m", "unittest", "discover", "-s", "benchmarks", "-t", "benchmarks");
        Assert.SkipWhen(python is null, "No python3 here.");
        string said = await python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(python.ExitCode == 0, said);
        Assert.Contains("Ran ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Ran 0 tests", said, StringComparison.Ordinal);
    }

    static Process? Start(params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("python3", arguments) { WorkingDirectory = Root(), RedirectStandardError = true, Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1" } });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LongTail.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not below the repository.");
    }
}
