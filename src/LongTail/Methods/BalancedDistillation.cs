using LongTail.Foundation;
using LongTail.Losses;
using LongTail.Networks;
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

    /// <summary>Exponent of the class weights, 0 or more: 1 is the paper's, 1 / T the strength at which the teacher is corrected once for the class sizes, 0 leaves plain distillation.</summary>
    public double Kappa { get; init => field = Ranges.NotNegative(value, "kappa"); } = 1;

    /// <inheritdoc cref="KnowledgeDistillation.TeacherNetwork"/>
    public NetworkSpec? TeacherNetwork { get; init; }

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("bkd", new Loss(Temperature, Beta, recipe.DeferralAt(DeferUntil)) { Kappa = Kappa == 1 ? null : Kappa }) with
    {
        Teachers = [CrossEntropy.TeacherFor(recipe, TeacherNetwork)],
        Generation = 1,
    };

    /// <summary>CE + T^2 KL(tilted teacher || student), both means over the batch.</summary>
    /// <param name="Temperature">T, above 0.</param>
    /// <param name="Beta">In [0, 1).</param>
    /// <param name="DeferUntil">0-based epoch.</param>
    public sealed record Loss(double Temperature, double Beta, int DeferUntil) : Objective, IDeferred
    {
        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        public override bool TakesMixedLabels => true;

        /// <summary>Exponent of the class weights; null for the paper's, 1.</summary>
        [OmittedFromKeyWhenDefault] public double? Kappa { get; init; }

        /// <inheritdoc/>
        [NotInKey] public Objective Before => new KnowledgeDistillation.Loss(Temperature);

        /// <inheritdoc/>
        public override StepFunction Bind(StageContext context)
        {
            StepFunction before = Before.Bind(context), after = StepOf(context, Weights(context.Counts), Temperature, "bkd");
            return (batch, progress) => progress.Epoch < DeferUntil ? before(batch, progress) : after(batch, progress);
        }

        // Powers of parts of the greatest, which no exponent takes out of range: only ratios matter to the tilt.
        double[] Weights(ClassCounts counts)
        {
            double[] weights = EffectiveNumber.Weights(counts, Beta);
            return Kappa is { } kappa and not 1 ? [.. weights.Select(weight => Math.Pow(weight / weights.Max(), kappa))] : weights;
        }
    }

    /// <summary>A step of CE + T^2 KL(tilted teacher || student).</summary>
    /// <param name="context">Of the stage, with one teacher.</param>
    /// <param name="classWeights">[C], by which the teacher's softened belief is tilted.</param>
    /// <param name="temperature">T.</param>
    /// <param name="name">Of the distillation in the log.</param>
    internal static StepFunction StepOf(StageContext context, double[] classWeights, double temperature, string name)
    {
        Teacher teacher = context.Teachers.Single();
        Tensor weights = context.OfWeights(classWeights);                          // [C]
        return (batch, _) =>
        {
            Tensor guide = teacher.Logits(batch);                                // [B, C]
            Tensor logits = context.Network.forward(batch.Images);               // [B, C]
            Tensor crossEntropy = batch.OverLabels(labels => nn.functional.cross_entropy(logits, labels));
            Tensor distance = Distillation.Balanced(logits, guide, weights, temperature).mean();
            return new(crossEntropy + distance, [new("ce", crossEntropy), new(name, distance)]);
        };
    }
}
