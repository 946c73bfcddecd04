using LongTail.Foundation;
using LongTail.Losses;
using LongTail.Networks;
using LongTail.Stages;

namespace LongTail.Methods;

/// <summary>KD from a teacher whose logits are adjusted by -tau log(share of the training images): what separates <see cref="BalancedDistillation"/> from <see cref="KnowledgeDistillation"/>, at the strength that theory asks for.</summary>
public sealed record AdjustedTeacherDistillation : Method
{
    /// <summary>Softening of both beliefs, above 0.</summary>
    public double Temperature { get; init => field = Ranges.Temperature(value); } = 2;

    /// <summary>tau, above 0; 1 turns the teacher's belief into that of a teacher for balanced classes. BKD with beta near 1 has tau = T.</summary>
    public double Tau { get; init => field = Ranges.Positive(value, "tau", "1"); } = 1;

    /// <inheritdoc cref="KnowledgeDistillation.TeacherNetwork"/>
    public NetworkSpec? TeacherNetwork { get; init; }

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("kd-la-teacher", new Loss(Temperature, Tau)) with
    {
        Teachers = [CrossEntropy.TeacherFor(recipe, TeacherNetwork)],
        Generation = 1,
    };

    /// <summary>CE + T^2 KL(adjusted teacher || student), both means over the batch.</summary>
    /// <param name="Temperature">T, above 0.</param>
    /// <param name="Tau">0 or more.</param>
    public sealed record Loss(double Temperature, double Tau) : Objective, ILimitedByCounts
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
            // softmax((teacher - shift) / T) is the softened belief, weighed by e^(-shift / T).
            double[] weights = [.. LogitAdjustment.Shift(context.Counts, Tau).Select(shift => Math.Exp(-shift / Temperature))];
            return BalancedDistillation.StepOf(context, weights, (student, teacher, tilt) => Distillation.Balanced(student, teacher, tilt, Temperature), "kd");
        }
    }
}
