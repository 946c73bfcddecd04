using LongTail.Cli.Tests.Fakes;
using LongTail.Foundation;

namespace LongTail.Cli.Tests;

public sealed class DoctorTests
{
    [Fact]
    public void A_machine_that_serves_is_said_to_serve()
    {
        ConsoleRun run = ConsoleRun.Of("doctor");
        Assert.Equal(0, run.Code);
        Assert.Contains("native library: fake", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("This machine can train.\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_that_does_not_serve_still_shows_its_facts()
    {
        ConsoleRun run = ConsoleRun.Of("doctor", new() { LoadRuntime = () => throw new PlatformException("Found an old library, expected a new one.") });
        Assert.Equal((5, "error: Found an old library, expected a new one.\n"), (run.Code, run.Error));
        Assert.Contains("native library: fake", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("can train", run.Out, StringComparison.Ordinal);
    }
}
