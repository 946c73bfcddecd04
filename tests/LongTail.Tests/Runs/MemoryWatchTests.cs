using LongTail.Runs;

namespace LongTail.Tests.Runs;

public class MemoryWatchTests
{
    const long Gigabyte = 1_000_000_000;

    [Fact]
    public void A_training_that_leaves_next_to_nothing_is_told_of_once_after_its_second_step()
    {
        List<string> warnings = [];
        MemoryWatch watch = Watch(warnings, left: 3, held: 20, peak: 22);
        watch.StepEnded();
        Assert.Empty(warnings);
        for (int i = 0; i < 5; i++) watch.StepEnded();
        Assert.StartsWith("ce, batches of 256: at most 1.0 GB of the machine's 24.0 GB of memory were left during a step, of which this process had 22.0 GB.", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_leaves_some_is_not()
    {
        List<string> warnings = [];
        MemoryWatch watch = Watch(warnings, left: 4, held: 20, peak: 22);
        for (int i = 0; i < 5; i++) watch.StepEnded();
        Assert.Empty(warnings);
    }

    static MemoryWatch Watch(List<string> warnings, long left, long held, long peak) =>
        new("ce, batches of 256", warnings.Add, () => new(24 * Gigabyte, left * Gigabyte), () => (held * Gigabyte, peak * Gigabyte));
}
