using LongTail.Cli.Tests.Fakes;
using LongTail.Runs;

namespace LongTail.Cli.Tests;

public sealed class InterruptionTests
{
    // The shell tells of it, and so does the system; a service manager sends SIGTERM first.
    [Theory, InlineData(null, 129), InlineData(143, 143)]
    public void A_closed_terminal_never_stops_at_once_however_often_it_is_told(int? before, int code)
    {
        int steps = 0;
        ConsoleRun run = Interrupted((interruption, step) =>
        {
            steps = step;
            if (step != 2) return;
            if (before is { } first) Assert.True(interruption.Request(first));
            interruption.HangUp(129);
            interruption.HangUp(129);
        });
        Assert.Equal((code, 2), (run.Code, steps));
        Assert.EndsWith("Interrupted; what was trained so far is saved. To continue, run the same command again.\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_waits_for_the_end_hears_of_it()
    {
        using ManualResetEventSlim ended = new();
        Interruption interruption = new(_ => { });
        Thread waiting = new(() =>
        {
            interruption.WaitUntilLeft(TimeSpan.FromMinutes(1));
            ended.Set();
        });
        waiting.Start();
        Assert.False(ended.IsSet);
        interruption.Dispose();
        Assert.True(ended.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        waiting.Join();
    }

    [Theory]
    [InlineData(130)]
    [InlineData(143)]
    [InlineData(129)]
    public void The_first_signal_stops_after_the_step_and_says_how_to_continue(int code)
    {
        int steps = 0;
        ConsoleRun run = Interrupted((interruption, step) =>
        {
            steps = step;
            if (step == 3) interruption.Request(code);
        });
        Assert.Equal((code, 3), (run.Code, steps));
        Assert.Equal("Stopping after this step; a checkpoint is written. Once more stops at once.\n"
            + "Interrupted; what was trained so far is saved. To continue, run the same command again.\n", run.Error);
    }

    [Fact]
    public void The_second_signal_is_left_to_the_system()
    {
        List<bool> handled = [];
        Interrupted((interruption, _) => handled.AddRange([interruption.Request(130), interruption.Request(130)]));
        Assert.Equal([true, false], handled);
    }

    // With the library's own plan: it looks at every picture of class folders, which may take minutes.
    [Theory]
    [InlineData("plan", "Interrupted; nothing was written.")]
    [InlineData("train", "Interrupted; what was trained so far is saved. To continue, run the same command again.")]
    [InlineData("compare ce kd --plan", "Interrupted; nothing was written.")]
    [InlineData("compare ce kd", "Interrupted; what was trained so far is saved. To continue, run the same command again.")]
    [InlineData("data check", "Interrupted; nothing was written.")]
    public void A_look_at_the_pictures_can_be_interrupted(string command, string end)
    {
        using PhotoFolder folder = new();
        string runs = Path.Combine(folder.Path, "runs");
        string[] words = command.Split(' ');
        string[] more = words[0] == "data" ? ["--data", folder.Photos] : ["--set", "data.set=folders", "--data", folder.Photos, "--out", runs];
        ConsoleRun run = ConsoleRun.Of([.. words, .. more], change: host => host with
        {
            Library = host.Library with { Plan = RunPlan.Of },
            Listen = interruption =>
            {
                interruption.Request(ExitCode.Interrupted);
                return new StringWriter();
            },
        });
        Assert.Equal((130, ""), (run.Code, run.Out));
        Assert.EndsWith($"{end}\n", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(runs, "stages")));
    }

    [Fact]
    public void A_cancellation_that_nobody_asked_for_is_no_success()
    {
        ConsoleRun run = ConsoleRun.Of("train --quiet", new() { BeforeStep = (_, _) => throw new OperationCanceledException() });
        Assert.NotEqual(0, run.Code);
    }

    static ConsoleRun Interrupted(Action<Interruption, int> atStep)
    {
        Interruption? current = null;
        int step = 0;
        FakeTraining training = new() { BeforeStep = (_, _) => atStep(current!, ++step) };
        return ConsoleRun.Of(["train", "--quiet"], training, host => host with
        {
            Listen = interruption =>
            {
                current = interruption;
                return new StringWriter();   // anything to dispose of
            },
        });
    }
}
