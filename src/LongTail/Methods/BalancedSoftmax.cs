using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>Balanced softmax: probabilities proportional to n e^z while training (Ren et al. 2020). Its loss is that of <see cref="LogitAdjusted"/> at tau 1, but for the last bits.</summary>
public sealed record BalancedSoftmax : Method
{
    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("balanced-softmax", new Loss());

    /// <summary>Mean cross-entropy of z + log n.</summary>
    public sealed record Loss : Objective
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
            Tensor shift = Shift(context);                                       // [C]
            return (batch, _) =>
            {
                Tensor logits = context.Network.forward(batch.Images) + shift;
                Tensor loss = batch.OverLabels(labels => nn.functional.cross_entropy(logits, labels));
                return new(loss, [new("balanced-softmax", loss)]);
            };
        }
    }

    /// <summary>What is added to the logits, [C]: log n, minus infinity for an empty class.</summary>
    internal static Tensor Shift(StageContext context) => context.Of([.. context.Counts.ToImmutableArray().Select(images => Math.Log(images))]);
}
