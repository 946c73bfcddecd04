using LongTail.Foundation;
using LongTail.Losses;
using LongTail.Networks;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>LDAM-DRW: cosines, larger margins for rare classes, and class weights in the last part of the training (Cao et al. 2019).</summary>
public sealed record MarginTraining : Method
{
    /// <summary>Margin of the smallest class, above 0.</summary>
    public double LargestMargin { get; init => field = Ranges.Positive(value, "largest margin", "0.5"); } = 0.5;

    /// <summary>Factor on the cosines, above 0. It is in the head, so that the network's logits are what the loss saw, without the margins.</summary>
    public double Scale { get; init => field = Ranges.Positive(value, "scale", "30"); } = 30;

    /// <summary>Strength of the class weights, in [0, 1).</summary>
    public double Beta { get; init => field = Ranges.Beta(value); } = 0.9999;

    /// <summary>Fraction of the epochs after which the class weights set in; 1 is LDAM without DRW.</summary>
    public double DeferUntil { get; init => field = Ranges.Fraction(value, "moment of the deferral"); } = 0.8;

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("ldam-drw", new Loss(LargestMargin, Scale, Beta, recipe.DeferralAt(DeferUntil))) with
    {
        Network = recipe.Network with { Head = new CosineHead(Scale) },
    };

    /// <summary>Cross-entropy of the lowered logits; with class weights, the weighted mean.</summary>
    /// <param name="LargestMargin">Above 0.</param>
    /// <param name="Scale">Of the network's head.</param>
    /// <param name="Beta">In [0, 1).</param>
    /// <param name="DeferUntil">0-based epoch.</param>
    public sealed record Loss(double LargestMargin, double Scale, double Beta, int DeferUntil) : Objective, IDeferred
    {
        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        public override bool TakesMixedLabels => true;

        /// <summary>LDAM without weights.</summary>
        [NotInKey]
        public Objective Before => this with { Beta = 0, DeferUntil = 0 };

        /// <inheritdoc/>
        public override StepFunction Bind(StageContext context)
        {
            double[] margins = LabelDistributionMargin.Margins(context.Counts, LargestMargin);
            Tensor lowerings = context.Of([.. margins.Select(margin => Scale * margin)]);   // [C]
            Tensor weights = context.Weights(Beta);                              // [C]
            return (batch, progress) =>
            {
                Tensor logits = context.Network.forward(batch.Images);           // [B, C]
                Tensor loss = batch.OverLabels(labels => Of(logits, labels, Beta == 0 || progress.Epoch < DeferUntil));
                return new(loss, [new("ldam", loss)]);
            };

            Tensor Of(Tensor logits, Tensor labels, bool alike)
            {
                Tensor lowered = LabelDistributionMargin.Lowered(logits, labels, lowerings);
                return alike
                    ? nn.functional.cross_entropy(lowered, labels)
                    : WeightedReduction.WeightedMean.Reduce(nn.functional.cross_entropy(lowered, labels, reduction: nn.Reduction.None), labels, weights);
            }
        }
    }
}
