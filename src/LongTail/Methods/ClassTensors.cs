using LongTail.Losses;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>Numbers per class on the device, [C], for as long as the stage lives.</summary>
static class ClassTensors
{
    /// <summary>Weights by the effective number of images.</summary>
    public static Tensor Weights(this StageContext context, double beta) => context.OfWeights(EffectiveNumber.Weights(context.Counts, beta));

    /// <summary>Weights of any origin.</summary>
    /// <exception cref="ArgumentException">One is negative or no number, or all are zero: nothing would be learnt from any image.</exception>
    public static Tensor OfWeights(this StageContext context, double[] weights)
    {
        if (weights.Any(weight => !(weight >= 0 && double.IsFinite(weight))) || weights.All(weight => weight == 0))
            throw new ArgumentException(FormattableString.Invariant($"Found class weights from {weights.Min():g4} to {weights.Max():g4}, expected finite numbers of 0 or more that are not all 0."), nameof(weights));
        return context.Of(weights);
    }

    /// <summary>Any numbers, one per class.</summary>
    public static Tensor Of(this StageContext context, double[] values) => tensor([.. values.Select(value => (float)value)], device: context.Device);
}
