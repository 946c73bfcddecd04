using LongTail.Cli.Display;
using LongTail.Cli.Tests.Fakes;
using LongTail.Recipes;
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
        Assert.Equal(0.2, progress.Done, 6);
        Assert.Equal(TimeSpan.FromSeconds(40), progress.StageLeft);
        Assert.Equal(TimeSpan.FromSeconds(40 + 50 * 1.28), progress.AllLeft);     // the student's teacher answers too
        Assert.Equal(1, progress.NumberOf(first));
    }

    [Fact]
    public void A_continued_stage_does_not_count_what_was_done_before_as_speed()
    {
        (RunProgress progress, _) = Begin(new(4, 5, 10, 100));
        Assert.Equal(0.9, progress.Done, 6);
        Step(progress, 5, seconds: 1, epoch: 4);
        Step(progress, 6, seconds: 1, epoch: 4);
        Assert.Equal(TimeSpan.FromSeconds(3), progress.StageLeft);
    }

    [Fact]
    public void The_first_step_of_a_stage_is_slow_and_says_nothing_about_the_others()
    {
        (RunProgress progress, PlannedStage stage) = Begin(new(1, 9, 10, 100));   // taken up before the last step of the second epoch of five
        Step(progress, 9, seconds: 30, epoch: 1);
        Assert.Null(progress.AllLeft);
        progress.EpochEnded(stage, new(1, 0.1, 1, [], 10, 30, null));
        Assert.Null(progress.AllLeft);
        Step(progress, 0, seconds: 1, epoch: 2);
        Assert.Equal(TimeSpan.FromSeconds(29), progress.StageLeft);
    }

    [Fact]
    public void An_evaluation_is_counted_as_often_as_there_are_some_to_come_however_few_images_were_trained_on()
    {
        (RunProgress progress, PlannedStage stage) = Begin(new(1, 8, 10, 100), StageState.Trained);
        Step(progress, 8, seconds: 30, epoch: 1);
        Step(progress, 9, seconds: 1, epoch: 1);
        _clock.Turn(7);
        progress.EpochEnded(stage, new(1, 0.1, 1, [], 20, 31, new([1], [1], [1])));
        Assert.Equal(TimeSpan.FromSeconds(3 * (10 + 7)), progress.AllLeft);       // three epochs of ten steps, each evaluated
    }

    [Fact]
    public void Stages_that_are_trained_already_take_no_time()
    {
        (RunProgress progress, _) = Begin(new(0, 0, 10, 100), StageState.Trained);
        Step(progress, 0, seconds: 1);
        Step(progress, 1, seconds: 1);
        Assert.Equal(TimeSpan.FromSeconds(48), progress.StageLeft);
        Assert.Equal(progress.StageLeft, progress.AllLeft);
    }

    [Fact]
    public void Of_students_side_by_side_the_teacher_is_counted_once()
    {
        PlannedStage[] stages = Stages("fashion-lt-kd", "fashion-lt-bkd");
        RunProgress progress = ProgressOf(stages);
        progress.StageStarted(stages[0], new(0, 0, 10, 100));
        Step(progress, stages[0], 0, seconds: 1);                                 // 50 s for a stage without a teacher
        Step(progress, stages[0], 1, seconds: 1);
        Assert.Equal(48 + 2 * 50 * (1 + 0.28 / 2), progress.AllLeft!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void Students_side_by_side_are_measured_together()
    {
        PlannedStage[] stages = Stages("fashion-lt-kd", "fashion-lt-bkd");
        RunProgress progress = ProgressOf(stages);
        progress.StageStarted(stages[0], new(0, 0, 10, 100));
        progress.StageEnded(stages[0]);
        foreach (PlannedStage stage in stages[1..]) progress.StageStarted(stage, new(0, 0, 10, 100));
        Step(progress, stages[1], 0, seconds: 1);
        Step(progress, stages[2], 0, seconds: 1);
        Assert.Equal(10, progress.ImagesPerSecond, 6);
        Assert.Equal(0.02, progress.Done, 6);
        Step(progress, stages[1], 1, seconds: 1);
        Step(progress, stages[2], 1, seconds: 1);
        Assert.Equal(TimeSpan.FromSeconds(96), progress.AllLeft);
        progress.StageEnded(stages[1]);
        Assert.Equal(stages[2], progress.InTraining.Single().Stage);
    }

    [Fact]
    public void An_expert_to_come_takes_the_time_of_its_images()
    {
        Recipe recipe = RecipeBinder.Bind(Commands.CommonOptions.Recipe("fashion-lt-ce", ["epochs=5", "method.name=lfme"]));
        PlannedStage[] experts = [.. recipe.Method.Plan(recipe).Teachers.Select((expert, number) => new PlannedStage(expert, StageRole.Teacher, StageState.ToTrain, $"{number}"))];
        int[] labels = [.. Enumerable.Repeat(0, 100), .. Enumerable.Repeat(1, 40), .. Enumerable.Repeat(2, 10)];
        Data.ResidentImageSet images = new(new(1, 1, 1), new byte[labels.Length], [.. labels], ["a", "b", "c"]);
        RunProgress progress = new(new([.. experts], System.Collections.Immutable.ImmutableDictionary<string, Data.DataSplit>.Empty.Add("", new(images, images, ""))), _clock);
        progress.StageStarted(experts[0], new(0, 0, 10, 100));
        Step(progress, 0, seconds: 1);                                            // ten images a second: 500 of the first, 200 and 50 of the others
        Step(progress, 1, seconds: 1);
        Assert.Equal(48 + 20 + 5, progress.AllLeft!.Value.TotalSeconds, 6);
    }

    // BBN's: one stream as they come, one reversed.
    [Fact]
    public void A_stage_of_two_streams_to_come_takes_the_time_of_both()
    {
        Recipe recipe = RecipeBinder.Bind(Commands.CommonOptions.Recipe("fashion-lt-ce", ["epochs=5"]));
        PlannedStage[] stages = [.. new[] { recipe, RecipeBinder.Bind(Commands.CommonOptions.Recipe("fashion-lt-ce", ["epochs=5", "method.name=bbn"])) }
            .Select((planned, number) => new PlannedStage(planned.Method.Plan(planned), StageRole.Student, StageState.ToTrain, $"{number}"))];
        Data.ResidentImageSet images = new(new(1, 1, 1), new byte[100], [.. Enumerable.Repeat(0, 50), .. Enumerable.Repeat(1, 50)], ["a", "b"]);
        RunProgress progress = new(new([.. stages], System.Collections.Immutable.ImmutableDictionary<string, Data.DataSplit>.Empty.Add("", new(images, images, ""))), _clock);
        progress.StageStarted(stages[0], new(0, 0, 10, 100));
        Step(progress, 0, seconds: 1);                                            // ten images a second
        Step(progress, 1, seconds: 1);
        Assert.Equal(48 + 2 * 50, progress.AllLeft!.Value.TotalSeconds, 6);
    }

    [Fact]
    public void A_stage_that_continues_another_takes_the_time_of_its_own_epochs()
    {
        PlannedStage[] stages = Stages("fashion-lt-kd", "fashion-lt-bkd");
        stages[2] = stages[2] with { Continues = new(stages[1].Stage, 4) };
        RunProgress progress = ProgressOf(stages);
        progress.StageStarted(stages[0], new(0, 0, 10, 100));
        Step(progress, stages[0], 0, seconds: 1);                                 // 50 s for a stage without a teacher
        progress.StageEnded(stages[0]);
        progress.StageStarted(stages[1], new(0, 0, 10, 100));
        Step(progress, stages[1], 0, seconds: 1);
        Step(progress, stages[1], 1, seconds: 1);
        Assert.Equal(48 + 10, progress.AllLeft!.Value.TotalSeconds, 6);          // the last epoch of five
    }

    static PlannedStage[] Stages(params string[] names)
    {
        Recipe[] recipes = [.. names.Select(name => RecipeBinder.Bind(Commands.CommonOptions.Recipe(name, ["epochs=5"])))];
        Stage[] students = [.. recipes.Select(recipe => recipe.Method.Plan(recipe))];
        return [new(students[0].Teachers.Single(), StageRole.Teacher, StageState.ToTrain, "teacher"),
            .. students.Select((student, number) => new PlannedStage(student, StageRole.Student, StageState.ToTrain, $"{number}"))];
    }

    RunProgress ProgressOf(IEnumerable<PlannedStage> stages) => new(new([.. stages], System.Collections.Immutable.ImmutableDictionary<string, Data.DataSplit>.Empty), _clock);

    (RunProgress, PlannedStage) Begin(StageStart start, StageState second = StageState.ToTrain)
    {
        Recipe recipe = RecipeBinder.Bind(Commands.CommonOptions.Recipe("fashion-lt-kd", ["epochs=5", "evaluateEvery=1"]));
        Stage student = recipe.Method.Plan(recipe);
        PlannedStage first = new(student.Teachers.Single(), StageRole.Teacher, StageState.ToTrain, "a");
        RunProgress progress = new(new([first, new(student, StageRole.Student, second, "b")], System.Collections.Immutable.ImmutableDictionary<string, Data.DataSplit>.Empty), _clock);
        progress.StageStarted(first, start);
        return (progress, first);
    }

    void Step(RunProgress progress, int step, double seconds, int epoch = 0) => Step(progress, progress.InTraining.Single().Stage, step, seconds, epoch);

    void Step(RunProgress progress, PlannedStage stage, int step, double seconds, int epoch = 0)
    {
        _clock.Turn(seconds);
        progress.StepEnded(stage, new(epoch, 5, step, 10, null), 10);
    }
}
