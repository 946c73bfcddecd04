using LongTail.Losses;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>Focal: images that are known well count less (Lin et al. 2017). It knows nothing of class sizes.</summary>
public sealed record FocalTraining : Method
{
    /// <summary>How fast what is known loses weight, 0 or more; 0 is plain cross-entropy.</summary>
    public double Gamma { get; init => field = Ranges.Gamma(value); } = 1;

    /// <summary>On which probabilities.</summary>
    public FocalForm Form { get; init; }

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("focal", new Loss(Gamma, Form)) with
    {
        Optimizer = Form == FocalForm.Sigmoid ? SigmoidPrior.WithoutDecayOfBias(recipe) : recipe.Optimizer,
    };

    /// <summary>Mean over the batch.</summary>
    /// <param name="Gamma">0 or more.</param>
    /// <param name="Form">On which probabilities.</param>
    public sealed record Loss(double Gamma, FocalForm Form) : Objective, IInitializesWeights
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
        public override StepFunction Bind(StageContext context) => (batch, _) =>
        {
            Tensor logits = context.Network.forward(batch.Images);
            Tensor loss = batch.OverLabels(labels => (Form == FocalForm.Sigmoid ? Focal.Sigmoid(logits, labels, Gamma) : Focal.Softmax(logits, labels, Gamma)).mean());
            return new(loss, [new("focal", loss)]);
        };
    }
}
