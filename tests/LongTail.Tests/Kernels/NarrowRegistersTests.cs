using System.Diagnostics;
using LongTail.Kernels;

namespace LongTail.Tests.Kernels;

/// <summary>The tests of this folder once more, in a process whose runtime is told that there are no vectors of 512 bits.</summary>
public sealed class NarrowRegistersTests
{
    const string Variable = "LONGTAIL_TEST_NARROW";

    static bool IsChild => Environment.GetEnvironmentVariable(Variable) == "1";

    [Fact]
    public async Task All_loops_are_right_with_256_bits()
    {
        LoopsNeeded.OrSkip();
        Assert.SkipWhen(IsChild || !KernelSupport.HasWideVectors, "They have 256 bits already.");
        Assert.SkipWhen(Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet", "The tests do not run in a program of their own.");
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            ArgumentList = { "--filter-namespace", typeof(NarrowRegistersTests).Namespace! },
            Environment = { ["DOTNET_EnableAVX512"] = "0", [Variable] = "1" },
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
    }

    /// <summary>What the child is started for: else it would test the same loops as its parent.</summary>
    [Fact]
    public void The_child_has_narrow_registers()
    {
        Assert.SkipUnless(IsChild, "Runs in a process of its own.");
        Assert.False(KernelSupport.HasWideVectors);
        Assert.True(KernelSupport.IsPresent);
    }
}
