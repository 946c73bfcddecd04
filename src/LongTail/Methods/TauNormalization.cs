using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>tau-normalisation: the class vectors of a cross-entropy network, divided by a power of their length, without bias; nothing is trained (Kang et al. 2020).</summary>
public sealed record TauNormalization : Method
{
    /// <summary>tau, in [0, 2]: 1 makes all class vectors equally long, 0 leaves them and drops the bias alone. The paper picks it on a validation set.</summary>
    public double Tau { get; init => field = Ranges.Within(value, 0, 2, "tau"); } = 1;

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) =>
        HeadStage.Adjustment(HeadStage.LinearOnly(recipe, "tau-normalisation"), "tau-norm", CrossEntropy.TeacherFor(recipe), new Adjustment(Tau));

    /// <summary>Each row w of the weight becomes w / |w|^tau, each bias 0.</summary>
    /// <param name="Tau">In [0, 2].</param>
    public sealed record Adjustment(double Tau) : HeadAdjustment
    {
        // A class vector of zeros stays one.
        const double Shortest = 1e-30;

        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        protected override void Adjust(StageContext context, Tensor weight, Tensor bias)
        {
            weight.div_(weight.norm(dim: 1, keepdim: true).clamp_min(Shortest).pow(Tau));
            bias.zero_();
        }
    }
}
