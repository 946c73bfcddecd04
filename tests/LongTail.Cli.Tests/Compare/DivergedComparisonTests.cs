using System.Text.Json;
using LongTail.Cli.Tests.Fakes;
using LongTail.Foundation;
using LongTail.Runs;

namespace LongTail.Cli.Tests.Compare;

/// <summary>A method that diverges costs the others nothing: they are compared, and the code says that something diverged.</summary>
public sealed class DivergedComparisonTests
{
    [Fact]
    public void The_others_are_compared_and_the_one_is_listed_with_the_reason()
    {
        ConsoleRun run = Compare("compare ce kd bkd --seeds 0-1 --set epochs=10", "kd");
        Assert.Equal(ExitCode.Diverged, run.Code);
        Assert.Contains("kd: not trained: 1 of 2 runs diverged, the first of seed 1: Found a loss of NaN.", run.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("│ bkd ", run.Out, StringComparison.Ordinal);
        Assert.Contains("error: Found a loss of NaN.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_draws_the_draw_is_named()
    {
        ConsoleRun run = Compare("compare ce kd --recipe cifar10-lt-100-ce --seeds 0-1 --subset-seeds 0-1 --set epochs=2", "kd");
        Assert.Contains("kd: not trained: 2 of 4 runs diverged, the first of seed 1 of draw 0: Found a loss of NaN.", run.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void In_JSON_too()
    {
        ConsoleRun run = Compare("compare ce kd bkd --seeds 0-1 --set epochs=10 --json", "kd");
        JsonElement[] rows = [.. JsonElement.Parse(run.Out).GetProperty("methods").EnumerateArray()];
        Assert.Equal([("ce", 2), ("kd", 0), ("bkd", 2)], rows.Select(row => (row.GetProperty("label").GetString()!, row.GetProperty("n").GetInt32())));
    }

    [Fact]
    public void Where_none_is_left_nothing_is_compared()
    {
        ConsoleRun run = Compare("compare kd --seeds 1 --set epochs=10", "kd");
        Assert.Equal((ExitCode.Diverged, "error: Found a loss of NaN.\n"), (run.Code, run.Error[run.Error.IndexOf("error:", StringComparison.Ordinal)..]));
        Assert.DoesNotContain("not trained", run.Out, StringComparison.Ordinal);
    }

    // Of seed 1.
    static ConsoleRun Compare(string commandLine, string diverging)
    {
        FakeTraining training = new();
        return ConsoleRun.Of(commandLine.Split(' '), training, host => host with
        {
            Library = training.Calls with
            {
                Run = (plan, environment, observer, cancel) =>
                {
                    PlannedStage[] lost = [.. plan.Stages.Where(planned => planned.Stage.Method == diverging && planned.Stage.Seed == 1)];
                    throw new StagesDivergedException(
                        [.. training.Calls.Run(plan, environment, observer, cancel).Where(result => lost.All(planned => planned.Stage.Key != result.Stage.Key))],
                        lost.ToDictionary(planned => planned.Stage.Key, _ => new DivergedException("Found a loss of NaN.")));
                },
            },
        });
    }
}
