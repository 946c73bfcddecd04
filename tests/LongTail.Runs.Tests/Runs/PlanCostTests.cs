using LongTail.Data;
using LongTail.Methods;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Tests.Runs;

/// <summary>Costs that are worked out by hand: 52 training images and 3 epochs, so that an image pass each epoch is 156.</summary>
public sealed class PlanCostTests : IDisposable
{
    const double Pass = TinySet.Images * Workshop.Epochs;

    readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void Training_passes_forward_and_backward()
    {
        PlanCost cost = Cost(new CrossEntropy());
        Assert.Equal(new(468, 468, 468), cost);
        Assert.Equal((3 * Pass, 0), (cost.Whole, cost.Saved));
    }

    [Fact]
    public void A_teacher_passes_forward_once_for_each_image() =>
        Assert.Equal(3 * Pass + (3 + 1) * Pass, Cost(new KnowledgeDistillation()).Whole);

    [Fact]
    public void Students_side_by_side_ask_their_teacher_once_and_train_it_once()
    {
        PlanCost cost = Cost(new CrossEntropy(), new KnowledgeDistillation(), new BalancedDistillation());
        Assert.Equal(3 * Pass + 2 * 3 * Pass + Pass, cost.Whole);                  // 10
        Assert.Equal(3 * Pass + 7 * Pass + 7 * Pass, cost.Alone);                  // 17
        Assert.Equal(1 - 10 / 17.0, cost.Saved, 12);
    }

    [Fact]
    public void What_continues_another_stage_counts_from_there_on()
    {
        Method deferred = new BalancedDistillation { DeferUntil = 2 / 3.0 };
        PlanCost cost = Cost(new KnowledgeDistillation(), deferred);
        Assert.Equal(3 * Pass + 4 * Pass + 4 * TinySet.Images, cost.Whole);        // one of three epochs, and the teacher asked in it
        Assert.Equal(7 * Pass + 7 * Pass, cost.Alone);
        Assert.Equal(7 * Pass, Cost(deferred).Whole);                              // by itself it has nothing to continue
    }

    [Fact]
    public void Deferred_to_the_end_it_costs_nothing_more() =>
        Assert.Equal(7 * Pass, Cost(new KnowledgeDistillation(), new BalancedDistillation { DeferUntil = 1 }).Whole);

    [Fact]
    public void A_head_by_itself_passes_forward_only() =>
        Assert.Equal(3 * Pass + Pass, Cost(new Changed(stage => stage with { StartFrom = stage, Trained = TrainedPart.Head })).Whole);

    [Fact]
    public void A_stage_without_epochs_looks_at_the_training_set_once() =>
        Assert.Equal(3 * Pass + TinySet.Images, Cost(new Changed(stage => stage with { StartFrom = stage, Epochs = 0, Trained = TrainedPart.Head })).Whole);

    [Fact]
    public void Paired_batches_are_twice_as_large()
    {
        Assert.Equal(2 * 3 * Pass, Cost(new Changed(stage => stage with { PairedWith = new Reversed() })).Whole);
        Assert.Equal(3 * Pass + 2 * 4 * Pass, Cost(new Changed(stage => stage with { PairedWith = new Reversed(), Teachers = [stage], Generation = 1 })).Whole);
    }

    [Fact]
    public void What_feeds_back_passes_forward_once_more_unless_it_is_measured_anyhow()
    {
        Assert.Equal(4 * Pass, Cost(new Changed(stage => stage with { Feedback = Feedback.Training })).Whole);
        Assert.Equal(3 * Pass, Cost(new Changed(stage => stage with { Feedback = Feedback.Test })).Whole);
    }

    // The experts have all the classes between them: 3 for these, 3 for the student, 3 experts asked, 1 for what feeds back.
    [Fact]
    public void Experts_cost_their_own_classes()
    {
        Recipe recipe = Workshop.Recipe(new LearningFromExperts()) with { Data = new() { Set = "fashion-lt" } };
        RunPlan plan = _workshop.Plan([recipe]);
        Assert.Equal(10.0 * plan.Data.Values.Single().Train.Count * Workshop.Epochs, PlanCost.Of(plan).Whole);
    }

    [Fact]
    public void What_is_trained_is_left_to_train_no_more_and_changes_nothing_else()
    {
        RunPlan plan = _workshop.Plan(new KnowledgeDistillation(), new BalancedDistillation());
        RunPlan half = plan with { Stages = [.. plan.Stages.Select(planned => planned.Stage.Method == "ce" ? planned with { State = StageState.Trained } : planned)] };
        Assert.Equal(new(10 * Pass, 7 * Pass, 14 * Pass), PlanCost.Of(half));
        Assert.Equal(new(10 * Pass, 0, 14 * Pass), PlanCost.Of(plan with { Stages = [.. plan.Stages.Select(planned => planned with { State = StageState.Trained })] }));
    }

    [Fact]
    public void Seeds_share_nothing()
    {
        Recipe[] recipes = [.. Enumerable.Range(0, 5).Select(seed => Workshop.Recipe(new KnowledgeDistillation()) with { Seed = seed })];
        Assert.Equal((5 * 7 * Pass, 0), (PlanCost.Of(_workshop.Plan(recipes)).Whole, PlanCost.Of(_workshop.Plan(recipes)).Saved));
    }

    PlanCost Cost(params Method[] methods) => PlanCost.Of(_workshop.Plan(methods));

    sealed record Changed(Func<Stage, Stage> Change) : Method
    {
        public override Stage Plan(Recipe recipe) => Change(CrossEntropy.TeacherFor(recipe)) with { Method = "changed" };
    }
}
