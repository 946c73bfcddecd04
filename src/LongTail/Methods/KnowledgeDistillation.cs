using LongTail.Foundation;
using LongTail.Losses;
using LongTail.Networks;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>KD: cross-entropy plus the distance to a cross-entropy teacher (Hinton et al. 2015; BKD eq. 5 and 6).</summary>
/// <remarks>Both parts weigh 1, as in the authors' code, unless others are given: eq. 5 has alpha and 1 - alpha, and the paper no value of it.</remarks>
public sealed record KnowledgeDistillation : Method
{
    /// <summary>Softening of both beliefs, above 0.</summary>
    public double Temperature { get; init => field = Ranges.Temperature(value); } = 2;

    /// <summary>The teacher's network, such as a deeper one than the student's; null for the student's own.</summary>
    public NetworkSpec? TeacherNetwork { get; init; }

    /// <summary>With which weights the teacher teaches: in the paper and its code those of the last epoch.</summary>
    public WeightsEpoch TeacherEpoch { get; init; }

    /// <summary>Fraction of the epochs after which the cross-entropy weighs classes by <see cref="EffectiveNumber"/> with beta 0.9999; 1 never does, and is KD. BKD's released script does it from 0.8 on CIFAR-10 and from 0 on CIFAR-100.</summary>
    public double WeighLabelsFrom { get; init => field = Ranges.Fraction(value, "moment from which labels are weighed"); } = 1;

    /// <summary>Weight of the cross-entropy, 0 or more: alpha of BKD eq. 5.</summary>
    public double LabelWeight { get; init => field = Ranges.NotNegative(value, "weight of the labels"); } = 1;

    /// <summary>Weight of the distillation, 0 or more: 1 - alpha of BKD eq. 5.</summary>
    public double TeacherWeight { get; init => field = Ranges.NotNegative(value, "weight of the teacher"); } = 1;

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("kd", new Loss(Temperature)
    {
        WeighLabelsFrom = WeighLabelsFrom == 1 ? null : recipe.DeferralAt(WeighLabelsFrom),
        LabelWeight = LabelWeight == 1 ? null : LabelWeight,
        TeacherWeight = TeacherWeight == 1 ? null : TeacherWeight,
    }) with
    {
        Teachers = [CrossEntropy.TeacherFor(recipe, TeacherNetwork)],
        TeacherEpoch = TeacherEpoch,
        Generation = 1,
    };

    /// <summary>CE + T^2 KL(teacher || student), both means over the batch, each times its weight.</summary>
    /// <param name="Temperature">T, above 0.</param>
    public sealed record Loss(double Temperature) : Objective, IDeferred
    {
        const double Beta = 0.9999;

        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        public override bool TakesMixedLabels => true;

        /// <summary>0-based epoch from which on the cross-entropy is the mean weighed by class, over the sum of the weights; null for never.</summary>
        [OmittedFromKeyWhenDefault] public int? WeighLabelsFrom { get; init; }

        /// <summary>Weight of the cross-entropy; null for 1.</summary>
        [OmittedFromKeyWhenDefault] public double? LabelWeight { get; init; }

        /// <summary>Weight of the distillation; null for 1.</summary>
        [OmittedFromKeyWhenDefault] public double? TeacherWeight { get; init; }

        int IDeferred.DeferUntil => WeighLabelsFrom ?? 0;

        Objective IDeferred.Before => this with { WeighLabelsFrom = null };

        /// <inheritdoc/>
        public override StepFunction Bind(StageContext context)
        {
            Teacher teacher = context.Teachers.Single();
            Tensor? weights = WeighLabelsFrom is null ? null : context.Weights(Beta);   // [C]
            return (batch, progress) =>
            {
                (Tensor guide, Tensor logits) = teacher.LogitsBeside(context.Network, batch);   // [B, C] both
                Tensor crossEntropy = batch.OverLabels(labels => progress.Epoch >= WeighLabelsFrom
                    ? WeightedReduction.WeightedMean.Reduce(nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.None), labels, weights!)
                    : nn.functional.cross_entropy(logits, labels));
                Tensor distance = Distillation.Plain(logits, guide, Temperature).mean();
                if (LabelWeight is { } ofLabels) crossEntropy *= ofLabels;
                if (TeacherWeight is { } ofTeacher) distance *= ofTeacher;
                return new(crossEntropy + distance, [new("ce", crossEntropy), new("kd", distance)]);
            };
        }
    }
}
