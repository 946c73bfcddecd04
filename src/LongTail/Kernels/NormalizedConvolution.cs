using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Kernels;

/// <summary>A 3 x 3 convolution, its normalisation by running moments, an optional residual and ReLU, where no gradient is asked for: each output is written once, finished.</summary>
/// <remarks>What <see cref="WinogradConvolution"/> and <see cref="NormalizedRelu"/> give one after the other: in 32 bits the same bits, in bfloat16 rounded once instead of twice. Used where <see cref="Serves"/>.</remarks>
static class NormalizedConvolution
{
    /// <summary>Whether the loops serve both.</summary>
    public static bool Serves(Conv2d layer, Tensor input, BatchNorm2d normalization, Tensor? residual) =>
        !normalization.training && !NeedsGradient(layer, input, normalization, residual) && WinogradConvolution.Serves(layer, input) && normalization.num_features == input.size(1) && FusedNormalization.Serves(input, residual);

    /// <summary>relu(batch_norm(convolution(input)) + residual).</summary>
    /// <returns>[B, K, H, W], like the input.</returns>
    public static Tensor Apply(Conv2d layer, Tensor input, BatchNorm2d normalization, Tensor? residual)
    {
        Tensor output = empty_like(input);
        WinogradPass.ForwardNormalized(input, layer.weight!, output, WinogradLoop.For(input.size(1), input.dtype), normalization, residual);
        return output;
    }

    static bool NeedsGradient(Conv2d layer, Tensor input, BatchNorm2d normalization, Tensor? residual) => is_grad_enabled()
        && (input.requires_grad || layer.weight!.requires_grad || normalization.weight!.requires_grad || normalization.bias!.requires_grad || residual is { requires_grad: true });
}
