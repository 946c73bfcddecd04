using LongTail.Losses;
using LongTail.Networks;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>DiVE: a student of <see cref="BalancedSoftmax"/> learns what a teacher of balanced softmax believes, flattened: the virtual examples of each class (He, Wu, Wei 2021).</summary>
public sealed record VirtualExampleDistillation : Method
{
    /// <summary>Softening of both beliefs, above 0.</summary>
    public double Temperature { get; init => field = Ranges.Temperature(value); } = 2;

    /// <summary>To which power the teacher's softened belief is raised before it is normalised, 0 or more; 1 leaves it.</summary>
    public double Power { get; init => field = Ranges.NotNegative(value, "power"); } = 0.5;

    /// <summary>Weight of the distillation, from 0 to 1; the labels have the rest.</summary>
    public double Alpha { get; init => field = Ranges.Within(value, 0, 1, "alpha"); } = 0.5;

    /// <inheritdoc cref="KnowledgeDistillation.TeacherNetwork"/>
    public NetworkSpec? TeacherNetwork { get; init; }

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("dive", new Loss(Temperature, Power, Alpha)) with
    {
        Teachers = [new BalancedSoftmax().Plan(CrossEntropy.TeachersRecipe(recipe, TeacherNetwork))],
        Generation = 1,
    };

    /// <summary>(1 - alpha) x cross-entropy of z + log n, plus alpha x <see cref="Distillation.Flattened"/>, both means over the batch.</summary>
    /// <param name="Temperature">T, above 0.</param>
    /// <param name="Power">0 or more.</param>
    /// <param name="Alpha">From 0 to 1.</param>
    public sealed record Loss(double Temperature, double Power, double Alpha) : Objective
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
            Tensor shift = BalancedSoftmax.Shift(context);                       // [C]
            return (batch, _) =>
            {
                (Tensor guide, Tensor logits) = teacher.LogitsBeside(context.Network, batch);   // [B, C] both
                Tensor shifted = logits + shift;
                Tensor labels = (1 - Alpha) * batch.OverLabels(own => nn.functional.cross_entropy(shifted, own));
                Tensor distance = Alpha * Distillation.Flattened(logits, guide, Power, Temperature).mean();
                return new(labels + distance, [new("balanced-softmax", labels), new("dive", distance)]);
            };
        }
    }
}
