using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Tests.Runs;

/// <summary>LFME as a whole: three experts on their groups, then the student, on a set that has all three groups.</summary>
public sealed class ExpertRunTests(ExpertRuns whole) : IClassFixture<ExpertRuns>, IDisposable
{
    const int Steps = 20;                                                       // of the student's epochs: 308 images, 16 a step
    static readonly int[] Many = [1, 4], Medium = [2, 5, 7], Few = [0, 3, 6, 8, 9];

    readonly List<Workshop> _workshops = [];

    public void Dispose()
    {
        foreach (Workshop workshop in _workshops) workshop.Dispose();
    }

    [Fact]
    public void Each_expert_is_trained_and_tested_on_its_classes_alone_and_the_student_on_all()
    {
        Assert.Equal(["expert-many", "expert-medium", "expert-few", "lfme"], whole.Results.Select(result => result.Stage.Method));
        ImmutableArray<string> names = DataCatalog.Find("mnist").ClassNames;
        foreach ((StageResult result, int[] labels) in whole.Results.Zip([Many, Medium, Few, [.. Enumerable.Range(0, 10)]]))
        {
            Assert.Equal(labels.Select(label => names[label]), result.ClassNames);
            Assert.Equal(labels.Select(label => TinySet.ThreeGroups[label]), result.Counts.ToImmutableArray());
            Assert.All(result.History, epoch => Assert.Equal(result.Counts.Total, epoch.Images));
            Assert.All(result.History, epoch => Assert.Equal(labels.Select(_ => 3), epoch.Evaluation!.Images));
        }
    }

    [Fact]
    public void The_student_is_measured_on_its_training_images_and_nothing_of_it_is_written_for_others()
    {
        Assert.All(whole.Results[^1].History, epoch => Assert.Equal(TinySet.ThreeGroups, epoch.OnTraining!.Images));
        foreach (StageResult expert in whole.Results[..3])
        {
            Assert.All(expert.History, epoch => Assert.Null(epoch.OnTraining));
            Assert.DoesNotContain("onTraining", File.ReadAllText(Path.Combine(expert.Folder, "history.jsonl")), StringComparison.Ordinal);
            Assert.Contains("\"subset\"", File.ReadAllText(Path.Combine(expert.Folder, "model.json")), StringComparison.Ordinal);
        }
        Assert.DoesNotContain("\"subset\"", File.ReadAllText(Path.Combine(whole.Results[^1].Folder, "model.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_runs_of_one_seed_leave_equal_files() => StageFiles.AssertEqual(whole.Results, Run(Start([]), new LearningFromExperts()));

    // The first step, inside an epoch, its end, one further, inside the last epoch, the last step.
    [Theory]
    [InlineData(1), InlineData(7), InlineData(Steps), InlineData(Steps + 1), InlineData((2 * Steps) + 5), InlineData(3 * Steps)]
    public void Cancelled_and_continued_it_is_equal_to_a_whole_run(int step)
    {
        Workshop broken = Start(whole.Results[..3]);
        broken.RunUntilStep(step, new LearningFromExperts());
        StageFiles.AssertEqual(whole.Results, Run(broken, new LearningFromExperts()));
        Assert.Equal(3 * Steps, broken.Watch.Steps);
    }

    [Fact]
    public void Cancelled_in_the_second_expert_and_continued_it_is_equal_to_a_whole_run()
    {
        Workshop broken = Start(whole.Results[..1]);
        broken.RunUntilStep(6, new LearningFromExperts());
        StageFiles.AssertEqual(whole.Results, Run(broken, new LearningFromExperts()));
    }

    // No checkpoint is written on the way out: that of the step before is what is left.
    [Theory]
    [InlineData(1, 3), InlineData(2, 0), InlineData(2, 11)]
    public void Torn_off_and_continued_it_is_equal_to_a_whole_run(int epoch, int step)
    {
        Workshop broken = Start(whole.Results[..3]);
        broken.Environment = broken.Environment with { CheckpointInterval = TimeSpan.Zero };
        broken.Watch.AfterStep = progress => { if (progress.Epoch == epoch && progress.Step == step) throw new InvalidOperationException("torn off"); };
        Assert.Throws<InvalidOperationException>(() => Run(broken, new LearningFromExperts()));
        broken.Watch.AfterStep = _ => { };
        StageFiles.AssertEqual(whole.Results, Run(broken, new LearningFromExperts()));
        Assert.Equal((epoch, step), (broken.Watch.Started[^1].Start.Epoch, broken.Watch.Started[^1].Start.Step));
    }

    [Fact]
    public void As_released_it_runs_ends_equal_after_a_break_and_is_evaluated_each_epoch()
    {
        LearningFromExperts released = new() { Feedback = Feedback.Test, Curriculum = Curriculum.Logits, ClippedCurriculum = false, PublishedExperts = true };
        Workshop once = Start([]);
        ImmutableArray<StageResult> results = once.Run(RunPlan.Of([Workshop.Recipe(released) with { EvaluateEvery = 3 }], once.Environment));
        Assert.Equal([4, 4, 4, 3], results.Select(result => result.History.Length));
        Assert.All(results[^1].History, epoch => Assert.NotNull(epoch.Evaluation));
        Assert.All(results[^1].History, epoch => Assert.True(double.IsFinite(epoch.Loss) && epoch.OnTraining is null));
        Workshop broken = Start(results[..3]);
        using CancellationTokenSource source = new();
        broken.Watch.AfterStep = progress => { if (progress is { Epoch: 1, Step: 4 }) source.Cancel(); };
        RunPlan plan = RunPlan.Of([Workshop.Recipe(released) with { EvaluateEvery = 3 }], broken.Environment);
        broken.RunUntil(plan, source.Token);
        broken.Watch.AfterStep = _ => { };
        StageFiles.AssertEqual(results, broken.Run(plan));
    }

    [Fact]
    public void Students_of_the_same_experts_are_trained_side_by_side_whatever_they_steer_by()
    {
        Method[] methods = [new LearningFromExperts(), new LearningFromExperts { Curriculum = Curriculum.Logits }, new LearningFromExperts { Feedback = Feedback.None }];
        Workshop together = Start(whole.Results[..3]);
        RunPlan plan = together.Plan(methods);
        Assert.Equal([1, 1, 1, 3], plan.Groups.Select(group => group.Length));
        ImmutableArray<StageResult> results = together.Run(plan);
        StageFiles.AssertEqual(whole.Results, results[..4]);
        foreach ((Method method, StageResult result) in methods[1..].Zip(results[4..]))
            StageFiles.AssertEqual([Run(Start(whole.Results[..3]), method)[^1]], [result]);
    }

    [Fact]
    public void An_experts_folder_is_measured_on_its_own_classes()
    {
        foreach ((StageResult expert, int[] labels) in whole.Results.Zip([Many, Medium, Few]))
        {
            EvaluatedCheckpoint evaluated = CheckpointEvaluator.Evaluate(expert.Folder, whole.Data);
            EvaluationResult again = evaluated.Predictions.Evaluate();
            Assert.Equal(expert.Last.Evaluation!.Correct, again.Correct);
            Assert.Equal(expert.Last.Evaluation.Images, again.Images);
            Assert.Equal(labels.Length, evaluated.Card.ClassNames.Length);
            Assert.Equal(expert.Stage.Subset, evaluated.Card.Subset);
        }
    }

    [Fact]
    public void An_objective_sees_what_its_teachers_came_to()
    {
        Probe probe = new();
        Run(Start(whole.Results[..3]), probe);
        Assert.Equal(whole.Results[..3].Select(expert => expert.Last.Loss), probe.Seen.Select(teacher => teacher.Measured!.Loss));
        Assert.Equal(whole.Results[..3].SelectMany(expert => expert.Last.Evaluation!.Correct), probe.Seen.SelectMany(teacher => teacher.Measured!.Evaluation!.Correct));
    }

    [Fact]
    public void A_stage_of_one_group_may_start_from_the_features_of_all_classes()
    {
        StageResult tail = Run(Start([]), new Tail())[^1];
        Assert.Equal(Few.Length, tail.ClassNames.Length);
        Assert.True(double.IsFinite(tail.Last.Loss));
    }

    [Fact]
    public void A_group_without_classes_is_refused_when_planned_with_the_set_the_group_the_counts_and_what_to_do()
    {
        Workshop onlyFew = new(TinySet.Counts);
        _workshops.Add(onlyFew);
        Assert.Equal(
            "Found no many-shot class in mnist, whose 10 classes have 12, 10, 8, 6, 5, 4, 3, 2, 1, 1 training images; expected at least one class of 100 or more for the stage expert-many. "
            + "Choose experts for few alone (method.experts).",
            Assert.Throws<RecipeException>(() => onlyFew.Plan(new LearningFromExperts())).Message);
        Assert.Contains("Choose another data.ratio, or experts for", Refused(new StepProfile(2)), StringComparison.Ordinal);
        Assert.Contains("Choose another data.power, data.largest or data.smallest, or experts for", Refused(new ParetoProfile(1, 10, 1)), StringComparison.Ordinal);
        Assert.Equal(2, onlyFew.Plan(new LearningFromExperts { Experts = ExpertGroups.Few }).Stages.Length);

        string Refused(LongTailProfile profile)
        {
            Recipe cut = Workshop.Recipe(new LearningFromExperts());
            return Assert.Throws<RecipeException>(() => onlyFew.Plan([cut with { Data = cut.Data with { Profile = profile } }])).Message;
        }
    }

    // 52 images, 1 of them of the smallest class: a share of 1 / 52, whose power reaches 1e-12 at 6.99.
    [Fact]
    public void A_tau_beyond_which_rare_classes_are_adjusted_alike_is_refused_when_planned_with_the_largest_that_is_not()
    {
        Workshop small = new(TinySet.Counts);
        _workshops.Add(small);
        foreach (Func<double, Method> method in (Func<double, Method>[])[tau => new LogitAdjusted { Tau = tau }, tau => new PostHocAdjustment { Tau = tau }, tau => new AdjustedDistillation { Tau = tau }, tau => new AdjustedTeacherDistillation { Tau = tau }])
        {
            Assert.Contains("Found tau 7 for classes of 1 to 12 of 52 training images", Assert.Throws<RecipeException>(() => small.Plan(method(7))).Message, StringComparison.Ordinal);
            Assert.Contains("expected at most 6.99, such as 1.", Assert.Throws<RecipeException>(() => small.Plan(method(1000))).Message, StringComparison.Ordinal);
            Assert.NotEmpty(small.Plan(method(6.99)).Stages);
        }
    }

    [Fact]
    public void Steering_by_the_test_set_while_measuring_seldom_is_refused_when_planned()
    {
        string message = Assert.Throws<RecipeException>(() => Start([]).Plan(new Probe { Change = stage => stage with { Feedback = Feedback.Test, EvaluateEvery = 2 } })).Message;
        Assert.Contains("evaluated every 2 epochs, expected every epoch", message, StringComparison.Ordinal);
    }

    Workshop Start(IEnumerable<StageResult> results)
    {
        Workshop workshop = Workshop.With(results, TinySet.ThreeGroups);
        _workshops.Add(workshop);
        return workshop;
    }

    static ImmutableArray<StageResult> Run(Workshop workshop, Method method) => workshop.Run(method);

    /// <summary>LFME's stages with an objective that keeps its teachers.</summary>
    sealed record Probe : Method
    {
        public List<Teacher> Seen { get; } = [];

        public Func<Stage, Stage> Change { get; init; } = stage => stage;

        public override Stage Plan(Recipe recipe) => Change(new LearningFromExperts().Plan(recipe) with { Objective = new Loss { Seen = Seen }, Epochs = 1 });

        sealed record Loss : Objective
        {
            [NotInKey] public required List<Teacher> Seen { get; init; }

            public override int Version => 1;

            public override StepFunction Bind(StageContext context)
            {
                Seen.AddRange(context.Teachers);
                return new CrossEntropy.Loss().Bind(context);
            }
        }
    }

    sealed record Tail : Method
    {
        public override Stage Plan(Recipe recipe) => recipe.Stage("tail", new CrossEntropy.Loss()) with
        {
            Subset = new(GroupConvention.Oltr, ShotGroup.Few),
            StartFrom = CrossEntropy.TeacherFor(recipe),
            StartWith = StartingWeights.Features,
            Epochs = 1,
        };
    }
}

/// <summary>LFME trained once without interruption, for the tests that compare with it or start from its experts.</summary>
public sealed class ExpertRuns : IDisposable
{
    readonly Workshop _workshop = new(TinySet.ThreeGroups);
    readonly Lazy<ImmutableArray<StageResult>> _results;

    public ExpertRuns() => _results = new(() => _workshop.Run(new LearningFromExperts()));

    public string Data => _workshop.Data;

    internal ImmutableArray<StageResult> Results => _results.Value;

    public void Dispose() => _workshop.Dispose();
}
