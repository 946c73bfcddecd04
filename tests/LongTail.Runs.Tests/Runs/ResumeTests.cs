using System.Collections.Immutable;
using LongTail.Methods;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Tests.Runs;

/// <summary>A run that was interrupted ends as if it had not been: every file is equal, to the last bit.</summary>
public class ResumeTests(WholeRuns whole)
{
    /// <summary>Methods, and the step of their last stage after which is interrupted: the first, inside an epoch, at the end of one, one before the last, the last.</summary>
    public static TheoryData<string, int> Cases => [.. MethodCatalog.All.SelectMany(entry => ((int[])[1, 6, 8, StepsOf(entry.Method) - 1, StepsOf(entry.Method)])
        .Where(step => step >= 1 && step <= StepsOf(entry.Method)).Distinct().Select(step => (entry.Name, step)))];

    static int StepsOf(Method method) => method.Plan(Workshop.Recipe(method)).Epochs * Workshop.StepsPerEpoch;

    [Theory, MemberData(nameof(Cases))]
    public void Cancelled_and_continued_it_is_equal_to_a_whole_run(string name, int step)
    {
        Method method = Fitting.Of(name, TinySet.ClassCounts);
        ImmutableArray<StageResult> expected = whole.Of(method);
        using Workshop broken = Workshop.With(expected[..^1]);
        broken.RunUntilStep(step, method);
        StageFiles.AssertEqual(expected, broken.Run(method));
        Assert.Equal(StepsOf(method), broken.Watch.Steps);
        Assert.Empty(broken.Watch.Warnings);
        StageStart start = broken.Watch.Started[^1].Start;
        Assert.Equal(step, start.Epoch * Workshop.StepsPerEpoch + start.Step);
    }

    [Fact]
    public void Cancelled_in_the_teacher_and_continued_it_is_equal_to_a_whole_run()
    {
        using Workshop broken = new();
        broken.RunUntilStep(5, new KnowledgeDistillation());
        StageFiles.AssertEqual(whole.Of(new KnowledgeDistillation()), broken.Run(new KnowledgeDistillation()));
    }

    [Fact]
    public void Cancelled_at_the_end_of_an_epoch_it_is_equal_to_a_whole_run()
    {
        using Workshop broken = new();
        using CancellationTokenSource source = new();
        broken.Watch.AfterEpoch = epoch => { if (epoch.Epoch == 1) source.Cancel(); };
        broken.RunUntil(broken.Plan(new CrossEntropy()), source.Token);
        broken.Watch.AfterEpoch = _ => { };
        StageFiles.AssertEqual(whole.Of(new CrossEntropy()), broken.Run(new CrossEntropy()));
        Assert.Equal(new StageStart(2, 0, Workshop.StepsPerEpoch, TinySet.Images), broken.Watch.Started[^1].Start);
    }

    // The last step of an epoch was saved, too, and is not yet its end.
    [Fact]
    public void Saved_after_each_step_and_cancelled_at_the_end_of_an_epoch_it_goes_on_with_the_next_one()
    {
        using Workshop broken = new();
        broken.Environment = broken.Environment with { CheckpointInterval = TimeSpan.Zero };
        using CancellationTokenSource source = new();
        List<int> measured = [];
        broken.Watch.AfterEpoch = epoch =>
        {
            measured.Add(epoch.Epoch);
            if (epoch.Epoch == 1) source.Cancel();
        };
        broken.RunUntil(broken.Plan(new CrossEntropy()), source.Token);
        StageFiles.AssertEqual(whole.Of(new CrossEntropy()), broken.Run(new CrossEntropy()));
        Assert.Equal(new StageStart(2, 0, Workshop.StepsPerEpoch, TinySet.Images), broken.Watch.Started[^1].Start);
        Assert.Equal([0, 1, 2], measured);
    }

    [Fact]
    public void Interrupted_after_every_single_step_it_is_equal_to_a_whole_run()
    {
        ImmutableArray<StageResult> expected = whole.Of(new BalancedDistillation());
        using Workshop broken = Workshop.With(expected[..^1]);
        for (int run = 0; run < Workshop.StepsPerStage; run++) broken.RunUntilStep(1, new BalancedDistillation());
        StageFiles.AssertEqual(expected, broken.Run(new BalancedDistillation()));
        Assert.Equal(Workshop.StepsPerStage, broken.Watch.Steps);
    }

    [Fact]
    public void How_often_is_saved_changes_no_number()
    {
        using Workshop saving = new();
        saving.Environment = saving.Environment with { CheckpointInterval = TimeSpan.Zero };
        StageFiles.AssertEqual(whole.Of(new CrossEntropy()), saving.Run(new CrossEntropy()));
    }

    // The rate is next to nothing from epoch 1 on, so that the first epoch stays the best: its weights travel in the checkpoint.
    [Fact]
    public void The_best_weights_survive_an_interruption_after_their_epoch()
    {
        Recipe recipe = Workshop.Recipe(new CrossEntropy()) with { Optimizer = new() { LearningRate = 0.02, WarmupEpochs = 0, Schedule = new StepSchedule([1], 1e-30) } };
        using Workshop unbroken = new(), broken = new();
        ImmutableArray<StageResult> expected = unbroken.Run(unbroken.Plan([recipe]));
        using CancellationTokenSource source = new();
        broken.Watch.AfterStep = progress => { if (progress is { Epoch: 2, Step: 2 }) source.Cancel(); };
        broken.RunUntil(broken.Plan([recipe]), source.Token);
        StageFiles.AssertEqual(expected, broken.Run(broken.Plan([recipe])));
    }
}
