using LongTail.Methods;
using LongTail.Runs;
using LongTail.Stages;
using TorchSharp;

namespace LongTail.Tests.Runs;

public sealed class RunMemoryTests(WholeRuns whole) : IDisposable
{
    readonly Workshop _workshop = Workshop.With(whole.Of(new CrossEntropy()));
    readonly long _before = Live;

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void A_finished_run_leaves_no_tensor_behind()
    {
        _workshop.Run(new BalancedDistillation());
        Assert.Equal(_before, Live);
    }

    [Fact]
    public void Neither_does_a_cancelled_one_nor_the_one_that_continues_it()
    {
        _workshop.RunUntilStep(6, new BalancedDistillation());
        Assert.Equal(_before, Live);
        _workshop.Run(new BalancedDistillation());
        Assert.Equal(_before, Live);
    }

    [Fact]
    public void Nor_one_that_diverges()
    {
        Recipe recipe = Workshop.Recipe(new KnowledgeDistillation()) with { Optimizer = new() { LearningRate = 1e30, WarmupEpochs = 0 } };
        Assert.Throws<StagesDivergedException>(() => _workshop.Run(_workshop.Plan([recipe])));
        Assert.Equal(_before, Live);
    }

    [Fact]
    public void Nor_one_whose_observer_fails()
    {
        _workshop.Watch.AfterStep = _ => throw new InvalidTimeZoneException();
        Assert.Throws<InvalidTimeZoneException>(() => _workshop.Run(new KnowledgeDistillation()));
        Assert.Equal(_before, Live);
    }

    static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;
}
