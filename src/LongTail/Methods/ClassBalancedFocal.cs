using LongTail.Losses;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>CB-Focal: the focal loss with classes weighed by the effective number of their images (Cui et al. 2019).</summary>
public sealed record ClassBalancedFocal : Method
{
    /// <summary>How fast what is known loses weight, 0 or more.</summary>
    public double Gamma { get; init => field = Ranges.Gamma(value); } = 1;

    /// <summary>Strength of the class weights, in [0, 1).</summary>
    public double Beta { get; init => field = Ranges.Beta(value); } = 0.9999;

    /// <summary>On which probabilities: sigmoid as published; softmax as in the code of Cao et al. 2019, whose weight is inside the modulation.</summary>
    public FocalForm Form { get; init; } = FocalForm.Sigmoid;

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("cb-focal", new Loss(Gamma, Beta, Form)) with
    {
        Optimizer = Form == FocalForm.Sigmoid ? SigmoidPrior.WithoutDecayOfBias(recipe) : recipe.Optimizer,
    };

    /// <summary>Mean over the images of the batch, not over their weights.</summary>
    /// <param name="Gamma">0 or more.</param>
    /// <param name="Beta">In [0, 1).</param>
    /// <param name="Form">On which probabilities.</param>
    public sealed record Loss(double Gamma, double Beta, FocalForm Form) : Objective, IInitializesWeights
    {
        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        public override bool TakesMixedLabels => true;

        /// <inheritdoc/>
        public void Initialize(StageContext context)
        {
            if (Form == FocalForm.Sigmoid) SigmoidPrior.Set(context);
        }

        /// <inheritdoc/>
        public override int? PhaseAt(int epoch) => 0;

        /// <inheritdoc/>
        public override StepFunction Bind(StageContext context)
        {
            Tensor weights = context.Weights(Beta);                              // [C]
            return (batch, _) =>
            {
                Tensor logits = context.Network.forward(batch.Images);
                Tensor loss = batch.OverLabels(labels => Form == FocalForm.Sigmoid
                    ? WeightedReduction.BatchMean.Reduce(Focal.Sigmoid(logits, labels, Gamma), labels, weights)
                    : Focal.SoftmaxWithWeightInside(logits, labels, Gamma, weights).mean());
                return new(loss, [new("cb-focal", loss)]);
            };
        }
    }
}
