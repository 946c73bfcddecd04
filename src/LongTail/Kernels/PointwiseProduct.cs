using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Kernels;

/// <summary>A 1 x 1 convolution as one product of matrices, where oneDNN's own cannot be trusted.</summary>
/// <remarks>
/// Where a processor does not tell its caches, libtorch's oneDNN takes them to be of 0 bytes. Its 1 x 1 convolutions then divide by zero, which ends the
/// process, or give wrong numbers (docs/decisions/0018). Its products of matrices and its larger convolutions are right there.
/// </remarks>
static class PointwiseProduct
{
    /// <summary>Whether a layer is to be computed so on this machine.</summary>
    /// <param name="layer">Any convolution.</param>
    /// <param name="input">[B, K, H, W].</param>
    public static bool Replaces(Conv2d layer, Tensor input) => !KernelSupport.TellsCaches && input.device_type == DeviceType.CPU && Serves(layer);

    /// <summary>Whether a layer can be computed so: 1 x 1, one group, no border.</summary>
    public static bool Serves(Conv2d layer) =>
        layer.groups == 1 && layer.weight!.size(2) == 1 && layer.weight.size(3) == 1 && layer.padding is null or [0, 0];

    /// <summary>The layer's output.</summary>
    /// <param name="layer">One that is served.</param>
    /// <param name="input">[B, K, H, W], 32-bit or bfloat16; the weight is rounded to its type.</param>
    /// <returns>[B, C, H', W'], channels-last.</returns>
    public static Tensor Apply(Conv2d layer, Tensor input) => Apply(layer, input, layer.weight!.to(input.dtype));

    /// <summary>The output of such a layer for other weights, of the input's type.</summary>
    public static Tensor Apply(Conv2d layer, Tensor input, Tensor weight)
    {
        Tensor pixels = input.permute(0, 2, 3, 1);                                                        // [B, H, W, K]
        if (layer.stride is [var rows, var columns] && (rows, columns) is not (1, 1))
            pixels = pixels.slice(1, 0, pixels.size(1), rows).slice(2, 0, pixels.size(2), columns);
        (long images, long height, long width) = (pixels.size(0), pixels.size(1), pixels.size(2));
        Tensor products = nn.functional.linear(pixels.reshape(-1, pixels.size(3)), weight.flatten(1), layer.bias?.to(input.dtype));
        return products.view(images, height, width, -1).permute(0, 3, 1, 2);
    }
}
