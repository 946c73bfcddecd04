using LongTail.Data;
using LongTail.Foundation;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>Mixup: each image is blended with another one of its batch, and so are the labels (Zhang et al. 2018).</summary>
public sealed record Mixup : Method
{
    /// <summary>Of the Beta distribution of the blend, in (0, 1]; 1 is uniform, small ones blend little.</summary>
    public double Alpha
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new RecipeException(FormattableString.Invariant($"Found alpha {value}, expected a number above 0 up to 1, such as 1."));
    } = 1;

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("mixup", new Loss(Alpha));

    /// <summary>lambda CE(own label) + (1 - lambda) CE(the other's label).</summary>
    /// <param name="Alpha">In (0, 1].</param>
    public sealed record Loss(double Alpha) : Objective
    {
        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        public override StepFunction Bind(StageContext context) => (batch, progress) =>
        {
            // A function of epoch and step alone: a run that is taken up again blends as it would have.
            CounterRandom random = context.Seed.For("mixup", progress.Epoch);
            double share = random.Symmetric(2 * (ulong)progress.Step, Alpha);
            Tensor others = Others(random.Bits(2 * (ulong)progress.Step + 1), (int)batch.Labels.size(0), batch.Labels.device);
            Tensor images = batch.Images * share + batch.Images[others] * (1 - share);
            Tensor logits = context.Network.forward(images);
            Tensor own = nn.functional.cross_entropy(logits, batch.Labels), other = nn.functional.cross_entropy(logits, batch.Labels.gather(0, others));
            return new(own * share + other * (1 - share), [new("own", own * share), new("other", other * (1 - share))]);
        };

        static Tensor Others(ulong key, int images, Device device) => Upload.Of([.. new CounterRandom(key).Permutation(images).Select(image => (long)image)], device);
    }
}
