using LongTail.Losses;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>BKD: cross-entropy keeps the features general, a teacher tilted towards rare classes brings up the tail (Zhang et al., eq. 8, Algorithm 1).</summary>
public sealed record BalancedDistillation : Method
{
    /// <summary>Softening of both beliefs, above 0; 2 in the paper.</summary>
    public double Temperature { get; init => field = Ranges.Temperature(value); } = 2;

    /// <summary>Strength of the class weights, in [0, 1); 0.9999 in the paper, which is close to inverse frequency. See <see cref="EffectiveNumber"/>.</summary>
    public double Beta { get; init => field = Ranges.Beta(value); } = 0.9999;

    /// <summary>Fraction of the epochs after which the weights set in; before it, the loss is exactly that of <see cref="KnowledgeDistillation"/>. 0.8 on CIFAR-10 in the paper (160 of 200), 0 elsewhere.</summary>
    public double DeferUntil { get; init => field = Ranges.Fraction(value, "moment of the deferral"); }

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("bkd", new Loss(Temperature, Beta, recipe.EpochAt(DeferUntil))) with
    {
        Teachers = [CrossEntropy.TeacherFor(recipe)],
        Generation = 1,
    };

    /// <summary>CE + T^2 KL(tilted teacher || student), both means over the batch.</summary>
    /// <param name="Temperature">T, above 0.</param>
    /// <param name="Beta">In [0, 1).</param>
    /// <param name="DeferUntil">0-based epoch.</param>
    public sealed record Loss(double Temperature, double Beta, int DeferUntil) : Objective
    {
        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        public override StepFunction Bind(StageContext context)
        {
            Teacher teacher = context.Teachers.Single();
            float[] values = [.. EffectiveNumber.Weights(context.Counts, Beta).Select(weight => (float)weight)];
            Tensor weights = tensor(values, device: context.Device);             // [C]

            return (batch, progress) =>
            {
                Tensor guide = teacher.Logits(batch);                            // [B, C]
                Tensor logits = context.Network.forward(batch.Images);           // [B, C]
                Tensor crossEntropy = nn.functional.cross_entropy(logits, batch.Labels);
                Tensor distance = progress.Epoch < DeferUntil
                    ? Distillation.Plain(logits, guide, Temperature).mean()
                    : Distillation.Balanced(logits, guide, weights, Temperature).mean();
                return new(crossEntropy + distance, [new("ce", crossEntropy), new("bkd", distance)]);
            };
        }
    }
}
