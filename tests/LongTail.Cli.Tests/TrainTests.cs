using LongTail.Cli.Tests.Fakes;

namespace LongTail.Cli.Tests;

public sealed class TrainTests
{
    [Fact]
    public void Look()
    {
        ConsoleRun run = ConsoleRun.Of("train fashion-lt-kd fashion-lt-bkd --set epochs=3 --set evaluateEvery=1");
        Assert.Fail(run.Out + run.Error + ConsoleRun.Of("train fashion-lt-kd fashion-lt-bkd --set epochs=3 --seeds 0-4 --quiet") + ConsoleRun.Of("plan fashion-lt-kd fashion-lt-bkd --set epochs=3 --seeds 0-1").Out
        + ConsoleRun.Of("train fashion-lt-kd --set epochs=3 --json").Out);
    }
}
