using LongTail.Foundation;
using LongTail.Losses;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>Post-hoc logit adjustment: a cross-entropy network predicts argmax z - tau log(share of the training images); nothing is trained (Menon et al. 2021).</summary>
public sealed record PostHocAdjustment : Method
{
    /// <summary>tau, 0 or more; 1 is the correction for a balanced test set.</summary>
    public double Tau { get; init => field = Ranges.Tau(value); } = 1;

    /// <summary>Whether <see cref="Tau"/> counts, or it is chosen on the validation images.</summary>
    public TauSource TauFrom { get; init; }

    /// <inheritdoc cref="ClassifierRetraining.FirstStageEpoch"/>
    public WeightsEpoch FirstStageEpoch { get; init; }

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) =>
        HeadStage.Adjustment(HeadStage.LinearOnly(recipe, "post-hoc logit adjustment"), "la-post-hoc", CrossEntropy.TeacherFor(recipe), new Adjustment(Tau) { From = TauFrom }, FirstStageEpoch);

    /// <summary>Takes <see cref="LogitAdjustment.Shift"/> off the bias.</summary>
    /// <param name="Tau">0 or more.</param>
    public sealed record Adjustment(double Tau) : TauAdjustment(Tau), ILimitedByCounts
    {
        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        public void Check(ClassCounts counts)
        {
            if (From == TauSource.Given) AdjustmentLimit.Check(Tau, counts);
        }

        /// <inheritdoc/>
        protected override double Largest(ClassCounts counts) => LogitAdjustment.LargestTau(counts);

        /// <inheritdoc/>
        protected override (Tensor Weight, Tensor Bias) At(double tau, StageContext context, Tensor weight, Tensor bias) =>
            (weight, bias.sub(context.Of(LogitAdjustment.Shift(context.Counts, tau))));
    }
}
