using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Methods;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Tests.Runs;

/// <summary>KD until the deferral and BKD from there, and cross-entropy likewise: the common part is trained once, and nothing comes out differently.</summary>
public sealed class ContinuationTests(WholeRuns whole) : IDisposable
{
    const int Deferral = 2, Left = (Workshop.Epochs - Deferral) * Workshop.StepsPerEpoch;

    static readonly Method _plain = new KnowledgeDistillation(), _deferred = new BalancedDistillation { DeferUntil = 0.6 };   // 1.8 of 3 epochs

    readonly Workshop _workshop = Workshop.With(whole.Of(new CrossEntropy()));

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void Continued_from_the_other_it_is_equal_to_a_run_of_its_own()
    {
        using Workshop alone = Workshop.With(whole.Of(new CrossEntropy()));
        StageResult expected = alone.Run(_deferred)[^1], found = _workshop.Run(_plain, _deferred)[^1];
        StageFiles.AssertEqual([expected], [found]);
        Assert.Equal(Workshop.StepsPerStage, alone.Watch.Steps);
        Assert.Equal(Workshop.StepsPerStage + Left, _workshop.Watch.Steps);
        Assert.Equal(("bkd", new StageStart(Deferral, 0, Workshop.StepsPerEpoch, TinySet.Images)), _workshop.Watch.Started[^1]);
    }

    [Fact]
    public void The_order_of_the_recipes_does_not_matter()
    {
        _workshop.Run(_deferred, _plain);
        Assert.Equal(Workshop.StepsPerStage + Left, _workshop.Watch.Steps);
    }

    [Fact]
    public void The_plan_says_what_is_continued_and_puts_it_behind()
    {
        ImmutableArray<PlannedStage> stages = _workshop.Plan(_deferred, _plain).Stages;
        Assert.Equal(["ce", "kd", "bkd"], stages.Select(planned => planned.Stage.Method));
        Assert.Null(stages[1].Continues);
        Assert.Equal((stages[1].Stage.Key, Deferral), (stages[2].Continues!.Stage.Key, stages[2].Continues!.Epoch));
        Assert.Equal(3, _workshop.Plan(_deferred, _plain).Groups.Length);
    }

    [Fact]
    public void Alone_or_without_deferral_it_continues_nothing()
    {
        Assert.Null(_workshop.Plan(_deferred).Stages[^1].Continues);
        Assert.Null(_workshop.Plan(_plain, new BalancedDistillation()).Stages[^1].Continues);
        Assert.Null(_workshop.Plan(_plain, new BalancedDistillation { Temperature = 3, DeferUntil = 0.6 }).Stages[^1].Continues);
    }

    [Fact]
    public void Another_one_may_continue_later_from_what_was_left()
    {
        _workshop.Run(_plain, _deferred);
        int before = _workshop.Watch.Steps;
        _workshop.Run(new BalancedDistillation { Beta = 0.9, DeferUntil = 0.6 });
        Assert.Equal(Left, _workshop.Watch.Steps - before);
    }

    [Fact]
    public void A_finished_run_that_left_nothing_is_not_continued()
    {
        _workshop.Run(_plain);
        int before = _workshop.Watch.Steps;
        StageResult found = _workshop.Run(_plain, _deferred)[^1];
        Assert.Equal(Workshop.StepsPerStage, _workshop.Watch.Steps - before);
        using Workshop alone = Workshop.With(whole.Of(new CrossEntropy()));
        StageFiles.AssertEqual([alone.Run(_deferred)[^1]], [found]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Deferral * Workshop.StepsPerEpoch - 1)]
    [InlineData(Deferral * Workshop.StepsPerEpoch)]
    [InlineData(Deferral * Workshop.StepsPerEpoch + 1)]
    [InlineData(Workshop.StepsPerStage + 1)]
    public void Interrupted_anywhere_it_is_still_equal(int step)
    {
        using CancellationTokenSource source = new();
        int taken = 0;
        _workshop.Watch.AfterStep = _ => { if (++taken == step) source.Cancel(); };
        _workshop.RunUntil(_workshop.Plan(_plain, _deferred), source.Token);
        _workshop.Watch.AfterStep = _ => { };
        StageResult found = _workshop.Run(_plain, _deferred)[^1];
        using Workshop alone = Workshop.With(whole.Of(new CrossEntropy()));
        StageFiles.AssertEqual([alone.Run(_deferred)[^1]], [found]);
        Assert.Equal(Workshop.StepsPerStage + Left, _workshop.Watch.Steps);
    }

    [Fact]
    public void Cross_entropy_is_continued_by_what_re_weights_and_re_samples_at_the_end()
    {
        Method[] deferred = [new DeferredReweighting { DeferUntil = 0.6 }, new DeferredResampling { DeferUntil = 0.6 }];
        using Workshop together = new(), alone = new();
        ImmutableArray<StageResult> found = together.Run([new CrossEntropy(), .. deferred]);
        StageFiles.AssertEqual([alone.Run(deferred[0])[^1], alone.Run(deferred[1])[^1]], found.Where(result => result.Stage.Method != "ce"));
        Assert.Equal(Workshop.StepsPerStage + 2 * Left, together.Watch.Steps);
        Assert.Equal(2 * Workshop.StepsPerStage, alone.Watch.Steps);
    }

    [Theory]
    [InlineData(3, 5, 3), InlineData(5, 3, 3), InlineData(5, 9, 5), InlineData(9, 9, 8)]
    public void Where_loss_and_sampling_are_deferred_the_earlier_moment_counts(int loss, int sampling, int expected)
    {
        Stage stage = Toy.Stage(new BalancedDistillation(), epochs: 8) with
        {
            Objective = new BalancedDistillation.Loss(2, 0.9999, loss),
            Sampling = new Deferred(new SquareRoot(), new ClassBalanced(), sampling),
        };
        Continuation found = Continuation.Of(stage)!;
        Assert.Equal(expected, found.Epoch);
        Assert.Equal((new KnowledgeDistillation.Loss(2), new SquareRoot()), (found.Stage.Objective, found.Stage.Sampling));
    }

    [Fact]
    public void Where_what_was_left_is_damaged_it_is_trained_from_its_beginning_with_a_warning()
    {
        _workshop.Run(_plain, _deferred);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(_workshop.Output, "branches"), "weights.safetensors", SearchOption.AllDirectories))
            using (FileStream stream = File.OpenWrite(file)) stream.SetLength(10);
        int before = _workshop.Watch.Steps;
        _workshop.Run(new BalancedDistillation { Beta = 0.9, DeferUntil = 0.6 });
        Assert.Equal(Workshop.StepsPerStage, _workshop.Watch.Steps - before);
        Assert.Contains("amaged", Assert.Single(_workshop.Watch.Warnings), StringComparison.Ordinal);
    }
}
