using LongTail.Runs;

namespace LongTail.Tests.Runs;

/// <summary>What a run cannot work with is refused where it is set: a loader without a thread would be waited for without end.</summary>
public sealed class RunEnvironmentTests
{
    static readonly RunEnvironment s_usual = new() { OutputFolder = "runs" };

    [Theory, InlineData(0), InlineData(-1)]
    public void Threads_below_one_are_refused(int threads)
    {
        Assert.Equal("DecodingThreads", Assert.Throws<ArgumentOutOfRangeException>(() => s_usual with { DecodingThreads = threads }).ParamName);
        Assert.Equal("Threads", Assert.Throws<ArgumentOutOfRangeException>(() => s_usual with { Threads = threads }).ParamName);
    }

    [Fact]
    public void Negative_times_and_negative_memory_are_refused()
    {
        Assert.Equal("CheckpointInterval", Assert.Throws<ArgumentOutOfRangeException>(() => s_usual with { CheckpointInterval = TimeSpan.FromTicks(-1) }).ParamName);
        Assert.Equal("TeacherMemoryBytes", Assert.Throws<ArgumentOutOfRangeException>(() => s_usual with { TeacherMemoryBytes = -1 }).ParamName);
    }

    [Fact]
    public void The_least_of_each_is_taken()
    {
        RunEnvironment least = s_usual with { Threads = 1, DecodingThreads = 1, CheckpointInterval = TimeSpan.Zero, TeacherMemoryBytes = 0 };
        Assert.Equal((1, 1, TimeSpan.Zero, 0L), (least.Threads, least.DecodingThreads, least.CheckpointInterval, least.TeacherMemoryBytes));
        Assert.Null((least with { Threads = null }).Threads);
    }
}
