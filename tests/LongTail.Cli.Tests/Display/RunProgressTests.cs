using LongTail.Cli.Display;
using LongTail.Cli.Tests.Fakes;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Tests.Display;

public sealed class RunProgressTests
{
    readonly TurnedClock _clock = new();

    [Fact]
    public void Time_left_follows_from_the_images_done()
    {
        (RunProgress progress, PlannedStage first) = Begin(new(0, 0, 10, 100));   // 2 stages of 5 epochs of 100 images
        Assert.Null(progress.StageLeft);

        for (int step = 0; step < 10; step++) Step(progress, step, seconds: 1);   // an epoch takes 10 s
        Assert.Equal(10, progress.ImagesPerSecond, 6);
        Assert.Equal(0.2, progress.StageDone, 6);
        Assert.Equal(TimeSpan.FromSeconds(40), progress.StageLeft);
        Assert.Equal(TimeSpan.FromSeconds(90), progress.AllLeft);
        Assert.Equal(1, progress.NumberOf(first));
    }

    [Fact]
    public void A_continued_stage_does_not_count_what_was_done_before_as_speed()
    {
        (RunProgress progress, _) = Begin(new(4, 5, 10, 100));
        Assert.Equal(0.9, progress.StageDone, 6);
        Step(progress, 5, seconds: 1, epoch: 4);
        Assert.Equal(TimeSpan.FromSeconds(4), progress.StageLeft);
    }

    [Fact]
    public void Stages_that_are_trained_already_take_no_time()
    {
        (RunProgress progress, _) = Begin(new(0, 0, 10, 100), StageState.Trained);
        Step(progress, 0, seconds: 1);
        Assert.Equal(progress.StageLeft, progress.AllLeft);
    }

    (RunProgress, PlannedStage) Begin(StageStart start, StageState second = StageState.ToTrain)
    {
        Recipe recipe = Cli.Recipes.RecipeBinder.Bind(Commands.CommonOptions.Recipe("fashion-lt-kd", ["epochs=5"]));
        Stage student = recipe.Method.Plan(recipe);
        PlannedStage first = new(student.Teachers.Single(), StageRole.Teacher, StageState.ToTrain, "a");
        RunProgress progress = new(new([first, new(student, StageRole.Student, second, "b")], System.Collections.Immutable.ImmutableDictionary<string, Data.DataSplit>.Empty), _clock);
        progress.StageStarted(first, start);
        return (progress, first);
    }

    void Step(RunProgress progress, int step, double seconds, int epoch = 0)
    {
        _clock.Turn(seconds);
        progress.StepEnded(new(epoch, 5, step, 10, null), 10);
    }
}
