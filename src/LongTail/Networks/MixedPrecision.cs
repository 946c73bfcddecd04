using LongTail.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Networks;

/// <summary>Convolutions in the type of their input; the weights stay 32-bit, and so do their gradients (Micikevicius et al. 2018, "master weights").</summary>
static class MixedPrecision
{
    /// <summary>Images as the first convolution wants them.</summary>
    public static Tensor Enter(Tensor images, Precision precision) => precision == Precision.BFloat16 ? images.to(ScalarType.BFloat16) : images;

    /// <summary>Activations as whatever follows the convolutions wants them.</summary>
    public static Tensor Leave(Tensor activations) => activations.dtype == ScalarType.BFloat16 ? activations.to(ScalarType.Float32) : activations;

    /// <summary>relu(batch_norm(convolution(input)) + residual), in the normalisation's own mode.</summary>
    /// <param name="layer">See <see cref="Convolve"/>.</param>
    /// <param name="input">See <see cref="Convolve"/>.</param>
    /// <param name="normalization">Of the layer's outputs.</param>
    /// <param name="residual">Like the output; null for none.</param>
    public static Tensor ConvolveToRelu(Conv2d layer, Tensor input, BatchNorm2d normalization, Tensor? residual = null) =>
        NormalizedConvolution.Serves(layer, input, normalization, residual) ? NormalizedConvolution.Apply(layer, input, normalization, residual)
            : NormalizedRelu.Apply(Convolve(layer, input), normalization, residual);

    /// <summary>The convolution, its weight rounded to the input's type first.</summary>
    /// <param name="layer">With a 32-bit weight; without a bias where the input is bfloat16.</param>
    /// <param name="input">[B, K, H, W], 32-bit or bfloat16.</param>
    public static Tensor Convolve(Conv2d layer, Tensor input)
    {
        if (WidenedConvolution.Replaces(layer, input)) return WidenedConvolution.Apply(layer, input);
        if (PointwiseProduct.Replaces(layer, input)) return PointwiseProduct.Apply(layer, input);
        if (WinogradConvolution.Serves(layer, input)) return WinogradConvolution.Apply(layer, input);
        return input.dtype == ScalarType.BFloat16
            ? nn.functional.conv2d(input, layer.weight!.to(ScalarType.BFloat16), strides: layer.stride, padding: layer.padding, groups: layer.groups)
            : layer.forward(input);
    }
}
