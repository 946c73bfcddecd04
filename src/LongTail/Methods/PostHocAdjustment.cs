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

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) =>
        HeadStage.Adjustment(HeadStage.LinearOnly(recipe, "post-hoc logit adjustment"), "la-post-hoc", CrossEntropy.TeacherFor(recipe), new Adjustment(Tau));

    /// <summary>Takes <see cref="LogitAdjustment.Shift"/> off the bias.</summary>
    /// <param name="Tau">0 or more.</param>
    public sealed record Adjustment(double Tau) : HeadAdjustment, ILimitedByCounts
    {
        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        public void Check(ClassCounts counts) => AdjustmentLimit.Check(Tau, counts);

        /// <inheritdoc/>
        protected override void Adjust(StageContext context, Tensor weight, Tensor bias) => bias.sub_(context.Of(LogitAdjustment.Shift(context.Counts, Tau)));
    }
}
