using System.Diagnostics;
using LongTail.Foundation;
using LongTail.Native;
using static TorchSharp.torch;

namespace LongTail.Tests.Native;

/// <summary>Loads the native library in a process of its own: this executable again, which runs the one test below.</summary>
public sealed class Child
{
    const string Report = "LONGTAIL_TEST_REPORT", Forbid = "LONGTAIL_TEST_FORBID";

    /// <summary>Runs the child and returns what it reports: "computed" and the facts, or the message of the PlatformException.</summary>
    internal static async Task<string> RunAsync(string? folder = null, string? libtorch = null, bool forbidFallback = false)
    {
        string report = Path.GetTempFileName();
        ProcessStartInfo start = new(Path.Combine(folder ?? AppContext.BaseDirectory, Path.GetFileName(Environment.ProcessPath!)))
        {
            ArgumentList = { "--filter-method", $"{typeof(Child).FullName}.{nameof(Loads)}", "--explicit", "on" },
            Environment = { [Report] = report, [Forbid] = forbidFallback.ToString(), [TorchFolder.Variable] = libtorch },
            RedirectStandardOutput = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            string text = await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken);
            return text.Length > 0 ? text : throw new InvalidOperationException($"The child ended with {process.ExitCode} and no report:\n{output}");
        }
        finally { File.Delete(report); }
    }

    [Fact(Explicit = true)]
    public void Loads()
    {
        string report = Environment.GetEnvironmentVariable(Report) ?? throw new InvalidOperationException("Only a child process runs this.");
        if (bool.Parse(Environment.GetEnvironmentVariable(Forbid)!)) AppContext.SetSwitch(NativeFallback.Switch, false);
        try
        {
            TorchRuntime.EnsureLoaded();
            using var scope = NewDisposeScope();
            File.WriteAllText(report, ones(3).sum().item<float>() == 3 ? "computed\n" + string.Join('\n', TorchRuntime.Describe()) : "computed wrongly");
        }
        catch (PlatformException e) { File.WriteAllText(report, e.Message); }
    }
}
