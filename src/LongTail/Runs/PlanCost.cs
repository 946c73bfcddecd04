using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Stages;

namespace LongTail.Runs;

/// <summary>What a plan costs, counted in passes of one image through a network: 1 forward, 3 forward and backward.</summary>
/// <param name="Whole">The plan from its beginning, whatever is trained already.</param>
/// <param name="ToTrain">Of that, what is not trained yet; an interrupted stage counts whole, so it may be less.</param>
/// <param name="Alone">Each recipe trained by itself, with the teachers and first stages that it needs, and nothing shared with the others.</param>
/// <remarks>
/// A stage that trains the head alone passes forward through the features, and counts 1. Each teacher counts 1 more for each image it is asked
/// about, once for all students side by side. A loss that steers by the training images counts 1 more for them each epoch. A stage without
/// epochs looks at the training set once, or not at all: it counts as once. A stage that continues another one counts from the epoch on at
/// which it does. Networks of different size count alike; evaluation does not count, and that teachers remember answers is left out.
/// </remarks>
public sealed record PlanCost(double Whole, double ToTrain, double Alone)
{
    const double Forward = 1, ForwardAndBackward = 3;

    /// <summary>What sharing saves, as a fraction of <see cref="Alone"/>.</summary>
    public double Saved => Alone > 0 ? 1 - Whole / Alone : 0;

    /// <summary>Adds it up.</summary>
    public static PlanCost Of(RunPlan plan)
    {
        return new(
            OfAll(Continuations.In(plan.Stages, store: null)),
            OfAll(plan.Stages),
            plan.Asked.Sum(asked => OfAll(Continuations.In([.. StageGraph.Of(asked).Select(Untrained)], store: null))));

        double OfAll(ImmutableArray<PlannedStage> stages) =>
            SideBySide.Groups(stages).Where(group => group[0].State != StageState.Trained).Sum(group => OfGroup(group, plan.Data[group[0].Stage.Data.Fingerprint]));
    }

    static double OfGroup(ImmutableArray<PlannedStage> group, DataSplit data) =>
        group.Sum(planned => OfOne(planned, data)) + Forward * group[0].Stage.Teachers.Length * group.Max(planned => ImagesIn(planned, data));

    static double OfOne(PlannedStage planned, DataSplit data) => planned.Stage switch
    {
        { Epochs: 0 } => Forward * ImagesOf(planned.Stage, data),
        { Trained: not TrainedPart.Everything } => Forward * ImagesIn(planned, data) + OfFeedback(planned, data),
        _ => ForwardAndBackward * ImagesIn(planned, data) + OfFeedback(planned, data),
    };

    static double OfFeedback(PlannedStage planned, DataSplit data) =>
        planned.Stage.Feedback == Feedback.Training ? Forward * planned.EpochsToTrain * ImagesOf(planned.Stage, data) : 0;

    static double ImagesIn(PlannedStage planned, DataSplit data) =>
        planned.Stage.Streams * planned.EpochsToTrain * ImagesOf(planned.Stage, data);

    static double ImagesOf(Stage stage, DataSplit data) => data.CountsOf(stage.Subset).Total;

    static PlannedStage Untrained(Stage stage) => new(stage, StageRole.Student, StageState.ToTrain, "");
}
