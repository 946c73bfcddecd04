using LongTail.Foundation;
using LongTail.Losses;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>LA: the logits of training images are raised by the prior of their classes, so that the network itself need not learn it (Menon et al. 2021, eq. 10).</summary>
public sealed record LogitAdjusted : Method
{
    /// <summary>How much of the prior, above 0; 1 is consistent with the balanced error.</summary>
    public double Tau { get; init => field = Ranges.Positive(value, "tau", "1"); } = 1;

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("la", new Loss(Tau));

    /// <summary>Mean cross-entropy of z + tau log prior.</summary>
    /// <param name="Tau">0 or more.</param>
    public sealed record Loss(double Tau) : Objective, ILimitedByCounts
    {
        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        public void Check(ClassCounts counts) => AdjustmentLimit.Check(Tau, counts);

        /// <inheritdoc/>
        public override bool TakesMixedLabels => true;

        /// <inheritdoc/>
        public override int? PhaseAt(int epoch) => 0;

        /// <inheritdoc/>
        public override StepFunction Bind(StageContext context)
        {
            Tensor shift = context.Of(LogitAdjustment.Shift(context.Counts, Tau));   // [C]
            return (batch, _) =>
            {
                Tensor logits = context.Network.forward(batch.Images) + shift;
                Tensor loss = batch.OverLabels(labels => nn.functional.cross_entropy(logits, labels));
                return new(loss, [new("la", loss)]);
            };
        }
    }
}
