using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Kernels;

/// <summary>A convolution in bfloat16 computed in 32 bits from the same rounded numbers, where the processor cannot multiply such numbers, or oneDNN's own convolution cannot be trusted.</summary>
/// <remarks>
/// Without instructions for it, some of oneDNN's convolutions take several times as long in bfloat16 as in 32 bits (docs/decisions/0026); Winograd's loops do not. And as for
/// <see cref="PointwiseProduct"/>: where a processor does not tell its caches, oneDNN's convolutions to fewer than 16 channels are wrong in bfloat16 (docs/decisions/0018).
/// </remarks>
static class WidenedConvolution
{
    const int Vector = 16;   // 32-bit numbers in a register of 512 bits

    /// <summary>Whether a layer is to be computed so on this machine.</summary>
    /// <param name="layer">Any convolution.</param>
    /// <param name="input">[B, K, H, W].</param>
    public static bool Replaces(Conv2d layer, Tensor input) =>
        input.dtype == ScalarType.BFloat16 && input.device_type == DeviceType.CPU
        && (!KernelSupport.HasBFloat16 && !WinogradConvolution.Serves(layer, input) || !KernelSupport.TellsCaches && !PointwiseProduct.Serves(layer) && IsNarrow(layer, input));

    /// <summary>Whether a layer is one of those that cannot be trusted: fewer than 16 channels come out, or go in and are given a gradient.</summary>
    public static bool IsNarrow(Conv2d layer, Tensor input) =>
        input.dtype == ScalarType.BFloat16 && layer.groups == 1 && (layer.weight!.size(0) < Vector || layer.weight.size(1) < Vector && input.requires_grad);

    /// <summary>The layer's output.</summary>
    /// <param name="layer">Without a bias.</param>
    /// <param name="input">[B, K, H, W], bfloat16; the weight is rounded to it.</param>
    /// <returns>[B, C, H', W'], bfloat16.</returns>
    public static Tensor Apply(Conv2d layer, Tensor input) => Wide(layer, input.to(ScalarType.Float32), Rounded(layer.weight!)).to(ScalarType.BFloat16);

    // Its gradient is that of the weight itself, in 32 bits. The difference is exact, and so is its sum with the weight.
    static Tensor Rounded(Tensor weight) => weight + (weight.to(ScalarType.BFloat16).to(ScalarType.Float32) - weight).detach();

    static Tensor Wide(Conv2d layer, Tensor input, Tensor weight) =>
        PointwiseProduct.Replaces(layer, input) ? PointwiseProduct.Apply(layer, input, weight)
        : nn.functional.conv2d(input, weight, strides: layer.stride, padding: layer.padding, groups: layer.groups);
}
