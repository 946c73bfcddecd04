using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Kernels;

/// <summary>A convolution of few channels in bfloat16, computed in 32 bits from the same rounded numbers, where oneDNN's own cannot be trusted.</summary>
/// <remarks>As for <see cref="PointwiseProduct"/>: where a processor does not tell its caches, oneDNN's convolutions to fewer than 16 channels are wrong in bfloat16 (docs/decisions/0018).</remarks>
static class WidenedConvolution
{
    const int Vector = 16;   // 32-bit numbers in a register of 512 bits

    /// <summary>Whether a layer is to be computed so on this machine.</summary>
    /// <param name="layer">Any convolution.</param>
    /// <param name="input">[B, K, H, W].</param>
    public static bool Replaces(Conv2d layer, Tensor input) => !KernelSupport.TellsCaches && input.device_type == DeviceType.CPU && Serves(layer, input);

    /// <summary>Whether a layer is one of those: fewer than 16 channels come out, or go in and are given a gradient.</summary>
    public static bool Serves(Conv2d layer, Tensor input) =>
        input.dtype == ScalarType.BFloat16 && layer.groups == 1 && (layer.weight!.size(0) < Vector || layer.weight.size(1) < Vector && input.requires_grad);

    /// <summary>The layer's output.</summary>
    /// <param name="layer">One that is served, without a bias.</param>
    /// <param name="input">[B, K, H, W], bfloat16; the weight is rounded to it.</param>
    /// <returns>[B, C, H', W'], bfloat16.</returns>
    public static Tensor Apply(Conv2d layer, Tensor input) =>
        nn.functional.conv2d(input.to(ScalarType.Float32), layer.weight!.to(ScalarType.BFloat16).to(ScalarType.Float32), strides: layer.stride, padding: layer.padding)
            .to(ScalarType.BFloat16);
}
