using LongTail.Losses;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>KD: cross-entropy plus the distance to a cross-entropy teacher (Hinton et al. 2015; BKD eq. 5 and 6).</summary>
/// <remarks>Both parts weigh 1, as in the authors' code, not alpha and 1 - alpha as in eq. 5.</remarks>
public sealed record KnowledgeDistillation : Method
{
    /// <summary>Softening of both beliefs, above 0.</summary>
    public double Temperature { get; init => field = Ranges.Temperature(value); } = 2;

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("kd", new Loss(Temperature)) with
    {
        Teachers = [CrossEntropy.TeacherFor(recipe)],
        Generation = 1,
    };

    /// <summary>CE + T^2 KL(teacher || student), both means over the batch.</summary>
    /// <param name="Temperature">T, above 0.</param>
    public sealed record Loss(double Temperature) : Objective
    {
        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        public override StepFunction Bind(StageContext context)
        {
            Teacher teacher = context.Teachers.Single();
            return (batch, _) =>
            {
                Tensor guide = teacher.Logits(batch);                            // [B, C]
                Tensor logits = context.Network.forward(batch.Images);           // [B, C]
                Tensor crossEntropy = nn.functional.cross_entropy(logits, batch.Labels);
                Tensor distance = Distillation.Plain(logits, guide, Temperature).mean();
                return new(crossEntropy + distance, [new("ce", crossEntropy), new("kd", distance)]);
            };
        }
    }
}
