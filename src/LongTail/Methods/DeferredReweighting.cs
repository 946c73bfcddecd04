using LongTail.Foundation;
using LongTail.Losses;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>CE-DRW: plain cross-entropy, and class weights in the last part of the training (Cao et al. 2019).</summary>
public sealed record DeferredReweighting : Method
{
    /// <summary>Strength of the class weights, in [0, 1).</summary>
    public double Beta { get; init => field = Ranges.Beta(value); } = 0.9999;

    /// <summary>Fraction of the epochs after which they set in.</summary>
    public double DeferUntil { get; init => field = Ranges.Fraction(value, "moment of the deferral"); } = 0.8;

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("ce-drw", new Loss(Beta, recipe.DeferralAt(DeferUntil)));

    /// <summary>Cross-entropy, then its weighted mean.</summary>
    /// <param name="Beta">In [0, 1).</param>
    /// <param name="DeferUntil">0-based epoch.</param>
    public sealed record Loss(double Beta, int DeferUntil) : Objective, IDeferred
    {
        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        public override bool TakesMixedLabels => true;

        /// <inheritdoc/>
        [NotInKey]
        public Objective Before => new CrossEntropy.Loss();

        /// <inheritdoc/>
        public override StepFunction Bind(StageContext context)
        {
            StepFunction before = Before.Bind(context);
            Tensor weights = context.Weights(Beta);                              // [C]
            return (batch, progress) =>
            {
                if (progress.Epoch < DeferUntil) return before(batch, progress);
                Tensor logits = context.Network.forward(batch.Images);           // [B, C]
                Tensor loss = batch.OverLabels(labels => WeightedReduction.WeightedMean.Reduce(nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.None), labels, weights));
                return new(loss, [new("ce", loss)]);
            };
        }
    }
}
