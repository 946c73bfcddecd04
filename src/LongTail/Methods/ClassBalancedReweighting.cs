using LongTail.Losses;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>CB: cross-entropy with classes weighed by the effective number of their images from the first epoch on (Cui et al. 2019; BKD eq. 2 and 3).</summary>
public sealed record ClassBalancedReweighting : Method
{
    /// <summary>Strength of the class weights, in [0, 1).</summary>
    public double Beta { get; init => field = Ranges.Beta(value); } = 0.9999;

    /// <summary>By what the sum over the batch is divided.</summary>
    public WeightedReduction Reduction { get; init; }

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("cb", new Loss(Beta, Reduction));

    /// <summary>Weighted cross-entropy.</summary>
    /// <param name="Beta">In [0, 1).</param>
    /// <param name="Reduction">By what the sum is divided.</param>
    public sealed record Loss(double Beta, WeightedReduction Reduction) : Objective
    {
        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        public override bool TakesMixedLabels => true;

        /// <inheritdoc/>
        public override int? PhaseAt(int epoch) => 0;

        /// <inheritdoc/>
        public override StepFunction Bind(StageContext context)
        {
            Tensor weights = context.Weights(Beta);                              // [C]
            return (batch, _) =>
            {
                Tensor logits = context.Network.forward(batch.Images);           // [B, C]
                Tensor loss = batch.OverLabels(labels => Reduction.Reduce(nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.None), labels, weights));
                return new(loss, [new("cb", loss)]);
            };
        }
    }
}
