using LongTail.Foundation;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>tau-normalisation: the class vectors of a cross-entropy network, divided by a power of their length, without bias; nothing is trained (Kang et al. 2020).</summary>
public sealed record TauNormalization : Method
{
    const double LargestTau = 2;

    /// <summary>tau, in [0, 2]: 1 makes all class vectors equally long, 0 leaves them and drops the bias alone.</summary>
    public double Tau { get; init => field = Ranges.Within(value, 0, LargestTau, "tau"); } = 1;

    /// <summary>Whether <see cref="Tau"/> counts, or it is chosen on the validation images, as the paper does.</summary>
    public TauSource TauFrom { get; init; }

    /// <inheritdoc cref="ClassifierRetraining.FirstStageEpoch"/>
    public WeightsEpoch FirstStageEpoch { get; init; }

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) =>
        HeadStage.Adjustment(HeadStage.LinearOnly(recipe, "tau-normalisation"), "tau-norm", CrossEntropy.TeacherFor(recipe), new Adjustment(Tau) { From = TauFrom }, FirstStageEpoch);

    /// <summary>Each row w of the weight becomes w / |w|^tau, each bias 0.</summary>
    /// <param name="Tau">In [0, 2].</param>
    public sealed record Adjustment(double Tau) : TauAdjustment(Tau)
    {
        // A class vector of zeros stays one.
        const double Shortest = 1e-30;

        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        protected override double Largest(ClassCounts counts) => LargestTau;

        /// <inheritdoc/>
        protected override (Tensor Weight, Tensor Bias) At(double tau, StageContext context, Tensor weight, Tensor bias) =>
            (weight.div(weight.norm(dim: 1, keepdim: true).pow(tau).clamp_min(Shortest)), zeros_like(bias));
    }
}
