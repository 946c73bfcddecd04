using LongTail.Losses;
using LongTail.Networks;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>LTKD: distillation in two parts, across groups of classes from a teacher rebalanced over the batch, and inside the groups with equal weight (Kim 2026).</summary>
/// <remarks>Written from the paper's abstract and published summaries, not from its method section: see docs/methods/ltkd.md.</remarks>
public sealed record GroupDistillation : Method
{
    /// <summary>Softening of both beliefs, above 0.</summary>
    public double Temperature { get; init => field = Ranges.Temperature(value); } = 2;

    /// <summary>Weight of the part across groups, 0 or more.</summary>
    public double Across { get; init => field = Ranges.NotNegative(value, "weight of the part across groups"); } = 1;

    /// <summary>Weight of the part within groups, 0 or more, on the mean over the groups.</summary>
    public double Inside { get; init => field = Ranges.NotNegative(value, "weight of the part within groups"); } = 1;

    /// <inheritdoc cref="KnowledgeDistillation.TeacherNetwork"/>
    public NetworkSpec? TeacherNetwork { get; init; }

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("ltkd", new Loss(Temperature, Across, Inside)) with
    {
        Teachers = [CrossEntropy.TeacherFor(recipe, TeacherNetwork)],
        Generation = 1,
    };

    /// <summary>CE + across x the first and inside x the second of <see cref="GroupedDistillation.Parts"/>, all means over the batch, for thirds of the classes.</summary>
    /// <param name="Temperature">T, above 0.</param>
    /// <param name="Across">0 or more.</param>
    /// <param name="Inside">0 or more.</param>
    public sealed record Loss(double Temperature, double Across, double Inside) : Objective
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
            Teacher teacher = context.Teachers.Single();
            ClassGroups groups = new(ClassGroups.Thirds(context.Counts), context.Device);
            return (batch, _) =>
            {
                (Tensor guide, Tensor logits) = teacher.LogitsBeside(context.Network, batch);   // [B, C] both
                Tensor crossEntropy = batch.OverLabels(labels => nn.functional.cross_entropy(logits, labels));
                (Tensor across, Tensor inside) = GroupedDistillation.Parts(logits, guide, groups, Temperature);   // [B] both
                (across, inside) = (Across * across.mean(), Inside * inside.mean());
                return new(crossEntropy + across + inside, [new("ce", crossEntropy), new("across", across), new("inside", inside)]);
            };
        }
    }
}
