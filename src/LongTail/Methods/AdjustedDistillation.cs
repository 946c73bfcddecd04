using LongTail.Networks;
using LongTail.Stages;

namespace LongTail.Methods;

/// <summary>KD with post-hoc logit adjustment: the student of <see cref="KnowledgeDistillation"/> predicts argmax z - tau log(share of the training images).</summary>
public sealed record AdjustedDistillation : Method
{
    /// <inheritdoc cref="KnowledgeDistillation.Temperature"/>
    public double Temperature { get; init => field = Ranges.Temperature(value); } = 2;

    /// <inheritdoc cref="PostHocAdjustment.Tau"/>
    public double Tau { get; init => field = Ranges.Tau(value); } = 1;

    /// <inheritdoc cref="PostHocAdjustment.TauFrom"/>
    public TauSource TauFrom { get; init; }

    /// <inheritdoc cref="KnowledgeDistillation.TeacherNetwork"/>
    public NetworkSpec? TeacherNetwork { get; init; }

    /// <inheritdoc cref="ClassifierRetraining.FirstStageEpoch"/>
    public WeightsEpoch FirstStageEpoch { get; init; }

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => HeadStage.Adjustment(HeadStage.LinearOnly(recipe, "post-hoc logit adjustment"), "kd-la",
        new KnowledgeDistillation { Temperature = Temperature, TeacherNetwork = TeacherNetwork }.Plan(recipe), new PostHocAdjustment.Adjustment(Tau) { From = TauFrom }, FirstStageEpoch);
}
