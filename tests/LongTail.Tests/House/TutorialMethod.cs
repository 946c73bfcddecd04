// The region below is the method of CONTRIBUTING.md, word for word; TutorialTests compares them.
#region CONTRIBUTING
using LongTail.Foundation;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>Cross-entropy with classes weighed by a power of their size: n^-p.</summary>
public sealed record PowerWeighting : Method
{
    /// <summary>p, 0 or more; 0 is plain cross-entropy, 1 inverse frequency.</summary>
    public double Power
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw new RecipeException(FormattableString.Invariant($"Found power {value}, expected 0 or more, such as 0.5."));
    } = 0.5;

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe) => recipe.Stage("power", new Loss(Power));

    /// <summary>Mean of the weighted cross-entropy, by the sum of the weights.</summary>
    /// <param name="Power">p.</param>
    public sealed record Loss(double Power) : Objective
    {
        /// <inheritdoc/>
        public override int Version => 1;

        /// <inheritdoc/>
        public override StepFunction Bind(StageContext context)
        {
            float[] values = [.. context.Counts.ToImmutableArray().Select(images => (float)Math.Pow(images, -Power))];
            Tensor weights = tensor(values, device: context.Device);             // [C]
            return (batch, _) =>
            {
                Tensor loss = nn.functional.cross_entropy(context.Network.forward(batch.Images), batch.Labels, weights);
                return new(loss, [new("ce", loss)]);
            };
        }
    }
}
#endregion
