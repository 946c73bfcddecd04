using LongTail.Runs;

namespace LongTail.Tests.Runs;

public class MemoryWatchTests
{
    const long Gigabyte = 1_000_000_000;

    readonly List<string> _told = [];
    int _kept;

    [Fact]
    public void Where_there_is_room_what_is_freed_is_kept_from_the_second_step_on()
    {
        MemoryWatch watch = Watch(students: 1, left: 12, held: 5, peak: 6);
        watch.StepEnded();
        Assert.Equal(0, _kept);
        for (int i = 0; i < 5; i++) watch.StepEnded();
        Assert.Equal((1, 0), (_kept, _told.Count));
    }

    [Fact]
    public void Students_side_by_side_are_waited_for()
    {
        MemoryWatch watch = Watch(students: 3, left: 12, held: 5, peak: 6);
        for (int i = 0; i < 5; i++) watch.StepEnded();
        Assert.Equal(0, _kept);
        watch.StepEnded();
        Assert.Equal(1, _kept);
    }

    [Fact]
    public void Where_there_is_room_for_one_step_alone_it_is_given_back_and_told()
    {
        MemoryWatch watch = Watch(students: 1, left: 12, held: 10, peak: 14);
        for (int i = 0; i < 5; i++) watch.StepEnded();
        Assert.Equal(0, _kept);
        Assert.Equal("ce, batches of 256: a step takes 14.0 GB of the machine's 24.0 GB of memory, too much to keep what is freed in between. It is given back to the system at once, which takes longer: up to half as long again. "
            + "Lower batchSize (or data.size), compute in bf16 (--precision bf16), or end other programs.", Assert.Single(_told));
    }

    [Fact]
    public void Where_next_to_nothing_is_left_it_is_told_what_may_come()
    {
        MemoryWatch watch = Watch(students: 1, left: 3, held: 20, peak: 22);
        for (int i = 0; i < 5; i++) watch.StepEnded();
        Assert.Equal(0, _kept);
        Assert.StartsWith("ce, batches of 256: a step takes 22.0 GB of the machine's 24.0 GB of memory, and at most 1.0 GB were left. If another program needs some, the system may end this one;", Assert.Single(_told), StringComparison.Ordinal);
    }

    MemoryWatch Watch(int students, long left, long held, long peak) =>
        new("ce, batches of 256", students, _told.Add, () => new(24 * Gigabyte, left * Gigabyte), () => (held * Gigabyte, peak * Gigabyte), () => _kept++);
}
