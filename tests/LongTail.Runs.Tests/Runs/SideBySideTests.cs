using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Runs;
using LongTail.Stages;
using TorchSharp;

namespace LongTail.Tests.Runs;

/// <summary>Students of one teacher that are trained on the same batches come out as if each had been trained alone, to the last bit.</summary>
public sealed class SideBySideTests(WholeRuns whole) : IDisposable
{
    readonly Workshop _workshop = Workshop.With(whole.Of(new CrossEntropy()));

    // Everything that members of a group may differ in.
    static readonly Recipe[] Different =
    [
        Workshop.Recipe(new BalancedDistillation()),
        Workshop.Recipe(new BalancedDistillation { Temperature = 4 }),
        Workshop.Recipe(new KnowledgeDistillation()),
        Workshop.Recipe(new Student(recipe => recipe with { EvaluateEvery = 2 })),
        Workshop.Recipe(new Student(recipe => recipe with { Optimizer = new() { LearningRate = 0.01, WarmupEpochs = 2, Nesterov = true } })),
        Workshop.Recipe(new Student(recipe => recipe with { Network = new CifarResNet { Depth = 14, Width = 2 } })),
        Workshop.Recipe(new Student(recipe => recipe with { Trained = TrainedPart.Head, StartFrom = recipe.Teachers[0] })),
    ];

    readonly List<Workshop> _alone = [];

    public void Dispose()
    {
        foreach (Workshop workshop in _alone) workshop.Dispose();
        _workshop.Dispose();
    }

    [Fact]
    public void They_are_equal_to_students_that_were_trained_alone()
    {
        RunPlan plan = _workshop.Plan(Different);
        Assert.Equal([1, Different.Length], plan.Groups.Select(group => group.Length));
        StageFiles.AssertEqual(Alone(Different), _workshop.Run(plan)[1..]);
        Assert.Equal(Different.Length * Workshop.StepsPerStage, _workshop.Watch.Steps);
    }

    [Fact]
    public void They_are_equal_when_the_teachers_answers_are_not_remembered()
    {
        _workshop.Environment = _workshop.Environment with { TeacherMemoryBytes = 0 };
        StageFiles.AssertEqual(Alone(Different), _workshop.Run(_workshop.Plan(Different))[1..]);
    }

    [Theory]
    [InlineData(1), InlineData(3), InlineData(Workshop.StepsPerEpoch), InlineData(7), InlineData(Workshop.StepsPerStage - 1), InlineData(Workshop.StepsPerStage)]
    public void Interrupted_after_a_batch_and_continued_they_are_equal(int batches)
    {
        Interrupt(_workshop.Plan(Different[..3]), 3 * batches);
        StageFiles.AssertEqual(Alone(Different[..3]), _workshop.Run(_workshop.Plan(Different[..3]))[1..]);
        Assert.Equal(3 * Workshop.StepsPerStage, _workshop.Watch.Steps);
        Assert.All(_workshop.Watch.Started[^3..], started => Assert.Equal(batches, started.Start.Epoch * Workshop.StepsPerEpoch + started.Start.Step));
    }

    // Cancelled in the midst of a batch: its first students have taken the step, the others have not.
    [Fact]
    public void Interrupted_within_a_batch_they_stand_at_different_steps_and_end_equal()
    {
        using CancellationTokenSource source = new();
        Recipe[] recipes = [Different[0], Workshop.Recipe(new Stopping(null)), Different[1]];
        _workshop.RunUntil(_workshop.Plan([recipes[0], Workshop.Recipe(new Stopping(source)), recipes[2]]), source.Token);
        StageFiles.AssertEqual(Alone(recipes), _workshop.Run(_workshop.Plan(recipes))[1..]);
        Assert.Equal([6, 6, 5], _workshop.Watch.Started[^3..].Select(started => started.Start.Epoch * Workshop.StepsPerEpoch + started.Start.Step));
        Assert.Equal(3 * Workshop.StepsPerStage, _workshop.Watch.Steps);
    }

    [Fact]
    public void Those_behind_go_first_until_all_are_at_the_same_batch()
    {
        Interrupt(_workshop.Plan([Different[0]]), 9);
        Interrupt(_workshop.Plan([Different[1]]), 2);
        int before = _workshop.Watch.Steps;
        StageFiles.AssertEqual(Alone(Different[..3]), _workshop.Run(_workshop.Plan(Different[..3]))[1..]);
        Assert.Equal((12 - 9) + (12 - 2) + 12, _workshop.Watch.Steps - before);
    }

    [Fact]
    public void One_that_is_trained_already_is_found_and_the_others_are_trained()
    {
        _workshop.Run(_workshop.Plan([Different[1]]));
        ImmutableArray<StageResult> results = _workshop.Run(_workshop.Plan(Different[..3]))[1..];
        Assert.Equal([false, true, false], results.Select(result => result.Reused));
        StageFiles.AssertEqual(Alone(Different[..3]), results);
    }

    [Fact]
    public void One_that_diverges_costs_the_others_nothing_and_is_told_of_in_the_end()
    {
        Recipe[] recipes = [Different[0], Workshop.Recipe(new Student(recipe => recipe with { Optimizer = new() { LearningRate = 1e30, WarmupEpochs = 0 } })), Different[1]];
        string message = Assert.Throws<StagesDivergedException>(() => _workshop.Run(_workshop.Plan(recipes))).Message;
        Assert.Contains("learning rate 1e+30", message, StringComparison.Ordinal);
        Assert.Equal(["ce", "bkd", "bkd"], _workshop.Watch.Ended.Select(result => result.Stage.Method));
        StageFiles.AssertEqual(Alone(Different[..2]), _workshop.Watch.Ended[1..]);
    }

    [Fact]
    public void What_needs_one_that_diverged_is_given_up_with_it_and_all_else_is_trained()
    {
        Recipe broken = Different[0] with { Optimizer = new() { LearningRate = 1e30, WarmupEpochs = 0 } };   // teacher and student
        RunPlan plan = _workshop.Plan([broken, .. Different[..2]]);
        StagesDivergedException fault = Assert.Throws<StagesDivergedException>(() => _workshop.Run(plan));
        Assert.Equal(["ce", "bkd", "bkd"], fault.Trained.Select(result => result.Stage.Method));
        Assert.Equal(plan.Asked[0].Teachers.Append(plan.Asked[0]).Select(stage => stage.Key.Hex).Order(), fault.Diverged.Keys.Select(key => key.Hex).Order());
        Assert.EndsWith("With what needs it, 2 networks were not trained; the other 3 were.", fault.Message, StringComparison.Ordinal);
        StageFiles.AssertEqual(Alone(Different[..2]), fault.Trained[1..]);
    }

    [Fact]
    public void No_tensor_stays_behind_whether_they_end_are_cancelled_or_diverge()
    {
        Recipe diverging = Workshop.Recipe(new Student(recipe => recipe with { Optimizer = new() { LearningRate = 1e30, WarmupEpochs = 0 } }));
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Interrupt(_workshop.Plan(Different[..3]), 6);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Throws<StagesDivergedException>(() => _workshop.Run(_workshop.Plan([.. Different[..3], diverging])));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    // Each in a run and a folder of its own.
    ImmutableArray<StageResult> Alone(IEnumerable<Recipe> recipes)
    {
        ImmutableArray<StageResult>.Builder results = ImmutableArray.CreateBuilder<StageResult>();
        foreach (Recipe recipe in recipes)
        {
            Workshop alone = Workshop.With(whole.Of(new CrossEntropy()));
            _alone.Add(alone);
            results.Add(alone.Run(alone.Plan([recipe]))[^1]);
        }
        return results.ToImmutable();
    }

    void Interrupt(RunPlan plan, int steps)
    {
        using CancellationTokenSource source = new();
        int until = _workshop.Watch.Steps + steps;
        _workshop.Watch.AfterStep = _ => { if (_workshop.Watch.Steps == until) source.Cancel(); };
        _workshop.RunUntil(plan, source.Token);
        _workshop.Watch.AfterStep = _ => { };
    }

    /// <summary>A student of plain distillation with something changed.</summary>
    sealed record Student(Func<Stage, Stage> Change) : Method
    {
        public override Stage Plan(Recipe recipe) => Change(new KnowledgeDistillation().Plan(recipe));
    }

    /// <summary>Plain distillation that asks for the end of the run in the midst of its sixth step.</summary>
    sealed record Stopping(CancellationTokenSource? Source) : Method
    {
        public override Stage Plan(Recipe recipe) => new KnowledgeDistillation().Plan(recipe) with { Objective = new Loss { Source = Source } };

        sealed record Loss : Objective
        {
            [NotInKey] public CancellationTokenSource? Source { get; init; }

            public override int Version => 1;

            public override StepFunction Bind(StageContext context)
            {
                StepFunction plain = new KnowledgeDistillation.Loss(2).Bind(context);
                int steps = 0;
                return (batch, progress) =>
                {
                    if (++steps == 6) Source?.Cancel();
                    return plain(batch, progress);
                };
            }
        }
    }
}
