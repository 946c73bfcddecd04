using LongTail.Losses;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>Numbers per class on the device, [C], for as long as the stage lives.</summary>
static class ClassTensors
{
    /// <summary>Weights by the effective number of images.</summary>
    public static Tensor Weights(this StageContext context, double beta) => context.Of(EffectiveNumber.Weights(context.Counts, beta));

    /// <summary>Any numbers, one per class.</summary>
    public static Tensor Of(this StageContext context, double[] values) => tensor([.. values.Select(value => (float)value)], device: context.Device);
}
