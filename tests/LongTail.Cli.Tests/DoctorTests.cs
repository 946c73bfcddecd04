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
    public void Convolutions_of_the_processor_are_compared_and_wrong_ones_refused()
    {
        ConsoleRun run = ConsoleRun.Of("doctor", new() { CheckConvolutions = () => [new("fp32", 8e-7, 1e-3), new("bf16", 2e-3, 2e-2)] });
        Assert.Contains("convolutions compared with 64 bits: fp32 8e-07 (up to 1e-03), bf16 2e-03 (up to 2e-02)\n", run.Out, StringComparison.Ordinal);
        run = ConsoleRun.Of("doctor", new() { CheckConvolutions = () => throw new PlatformException("Found convolutions that differ.") });
        Assert.Equal((5, "error: Found convolutions that differ.\n"), (run.Code, run.Error));
        Assert.DoesNotContain("can train", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("doctor")]
    [InlineData("doctor --device cpu")]
    public void A_machine_without_an_accelerator_has_nothing_to_compare(string commandLine)
    {
        ConsoleRun run = ConsoleRun.Of(commandLine);
        Assert.Equal(0, run.Code);
        Assert.Contains("devices: cpu\none step compared with the processor: no accelerator to compare\n", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("doctor", "auto")]
    [InlineData("doctor --device cuda:1", "cuda:1")]
    public void A_device_is_compared_with_the_processor(string commandLine, string compared)
    {
        ConsoleRun run = ConsoleRun.Of(commandLine, new()
        {
            Devices = ["cuda:0: Fast card, 80.0 GiB", "cuda:1: Slow card, 8.0 GiB"],
            CheckDevice = device => device.ToString() == compared ? [new("logits", 1.2e-7, 5e-5), new("gradients", 3e-6, 1e-2)] : throw new InvalidOperationException($"{device}"),
        });
        Assert.Equal(0, run.Code);
        Assert.Contains($"devices: cpu; cuda:0: Fast card, 80.0 GiB; cuda:1: Slow card, 8.0 GiB\none step compared with the processor ({compared}): logits 1e-07 (up to 5e-05), gradients 3e-06 (up to 1e-02)\n", run.Out, StringComparison.Ordinal);
        Assert.EndsWith("This machine can train.\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_computes_something_else_is_refused()
    {
        ConsoleRun run = ConsoleRun.Of("doctor", new() { Devices = ["cuda:0: Broken card"], CheckDevice = _ => throw new PlatformException("Found a training step that differs.") });
        Assert.Equal((5, "error: Found a training step that differs.\n"), (run.Code, run.Error));
        Assert.DoesNotContain("can train", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_processor_chosen_a_device_is_not_touched()
    {
        ConsoleRun run = ConsoleRun.Of("doctor --device cpu", new() { Devices = ["cuda:0: Fast card"] });
        Assert.Equal(0, run.Code);
        Assert.Contains("one step compared with the processor: not asked for\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_written_wrongly_is_wrong_usage()
    {
        ConsoleRun run = ConsoleRun.Of("doctor --device gpu");
        Assert.Equal((2, "error: Found --device \"gpu\", expected cpu, cuda, cuda:N with N from 0 on, or auto."), (run.Code, run.Error.Split('\n')[0]));
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
