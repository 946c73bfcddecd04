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

    /// <summary>Whether the loss is eq. 8 as printed, <see cref="Distillation.Weighted"/>: images whose teacher believes in rare classes count more. Not so in the paper's Algorithm 1 and the authors' code, where all count alike.</summary>
    public bool Unnormalized { get; init; }

    /// <inheritdoc cref="KnowledgeDistillation.TeacherNetwork"/>
    public NetworkSpec? TeacherNetwork { get; init; }

    /// <inheritdoc cref="KnowledgeDistillation.TeacherEpoch"/>
    public WeightsEpoch TeacherEpoch { get; init; }

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("bkd", new Loss(Temperature, Beta, recipe.DeferralAt(DeferUntil)) { Kappa = Kappa == 1 ? null : Kappa, Unnormalized = Unnormalized }) with
    {
        Teachers = [CrossEntropy.TeacherFor(recipe, TeacherNetwork)],
        TeacherEpoch = TeacherEpoch,
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

        /// <summary>Whether an image counts as much as its teacher's belief weighs, by class weights with a mean of 1.</summary>
        [OmittedFromKeyWhenDefault] public bool Unnormalized { get; init; }

        /// <inheritdoc/>
        [NotInKey] public Objective Before => new KnowledgeDistillation.Loss(Temperature);

        /// <inheritdoc/>
        public override StepFunction Bind(StageContext context)
        {
            StepFunction before = Before.Bind(context), after = StepOf(context, Weights(context.Counts), Unnormalized ? Weighted : Balanced, "bkd");
            return (batch, progress) => progress.Epoch < DeferUntil ? before(batch, progress) : after(batch, progress);
        }

        Tensor Balanced(Tensor student, Tensor teacher, Tensor weights) => Distillation.Balanced(student, teacher, weights, Temperature);

        Tensor Weighted(Tensor student, Tensor teacher, Tensor weights) => Distillation.Weighted(student, teacher, weights, Temperature);

        // Powers of parts of the greatest, which no exponent takes out of range.
        double[] Weights(ClassCounts counts)
        {
            double[] weights = EffectiveNumber.Weights(counts, Beta);
            if (Kappa is null or 1) return weights;
            double greatest = weights.Max();
            double[] powers = [.. weights.Select(weight => Math.Pow(weight / greatest, Kappa.Value))];
            if (!Unnormalized) return powers;                                    // only ratios matter to the tilt
            double mean = powers.Average();
            return [.. powers.Select(power => power / mean)];
        }
    }

    /// <summary>A step of CE plus the distance to a tilted teacher.</summary>
    /// <param name="context">Of the stage, with one teacher.</param>
    /// <param name="classWeights">[C], by which the teacher's softened belief is tilted.</param>
    /// <param name="distanceOf">One value per image, [B], from the student's and the teacher's logits, [B, C], and the class weights, [C].</param>
    /// <param name="name">Of the distillation in the log.</param>
    internal static StepFunction StepOf(StageContext context, double[] classWeights, Func<Tensor, Tensor, Tensor, Tensor> distanceOf, string name)
    {
        Teacher teacher = context.Teachers.Single();
        Tensor weights = context.OfWeights(classWeights);                          // [C]
        return (batch, _) =>
        {
            (Tensor guide, Tensor logits) = teacher.LogitsBeside(context.Network, batch);   // [B, C] both
            Tensor crossEntropy = batch.OverLabels(labels => nn.functional.cross_entropy(logits, labels));
            Tensor distance = distanceOf(logits, guide, weights).mean();
            return new(crossEntropy + distance, [new("ce", crossEntropy), new(name, distance)]);
        };
    }
}
