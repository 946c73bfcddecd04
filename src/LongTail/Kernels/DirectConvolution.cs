using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Kernels;

/// <summary>3 x 3 convolution of few channels in 32 bits, without detours.</summary>
/// <remarks>
/// libtorch's oneDNN reaches half of the machine's speed at 16 channels: what it does per row of pixels weighs more than the products.
/// The output is that of torch's convolution to the last bit where oneDNN adds in the same order, and equal up to rounding elsewhere.
/// Used where <see cref="Serves"/>.
/// </remarks>
sealed class DirectConvolution : autograd.SingleTensorFunction<DirectConvolution>
{
    /// <inheritdoc/>
    public override string Name => nameof(DirectConvolution);

    /// <summary>Whether these loops can do it and are faster: 16 to 16 or 32 to 32 channels in 32 bits, stride 1, a border of one zero, channels-last memory, on the CPU.</summary>
    public static bool Serves(Conv2d layer, Tensor input)
    {
        if (!KernelSupport.IsPresent || input.dtype != ScalarType.Float32 || input.device_type != DeviceType.CPU) return false;
        long channels = input.size(1);
        Tensor weight = layer.weight!;
        return channels is 16 or 32 && input.size(3) >= (channels == 16 ? NarrowTile.Pixels : WideTile.Pixels)
            && layer.bias is null && layer.groups == 1 && layer.stride is [1, 1] && layer.padding is [1, 1] && layer.dilation is [1, 1]
            && weight.size(0) == channels && weight.size(1) == channels && weight.size(2) == 3 && weight.size(3) == 3
            && weight.dtype == ScalarType.Float32 && PixelRows.IsChannelsLast(weight) && PixelRows.IsChannelsLast(input);
    }

    /// <summary>The layer's output.</summary>
    /// <param name="layer">One that is served.</param>
    /// <param name="input">[B, K, H, W].</param>
    /// <returns>[B, K, H, W].</returns>
    public static Tensor Apply(Conv2d layer, Tensor input)
    {
        Tensor weight = layer.weight!;
        if (is_grad_enabled() && (input.requires_grad || weight.requires_grad)) return apply(input, weight);
        Tensor output = empty_like(input);
        ConvolutionPass.Forward(input, weight, output);
        return output;
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext context, params object[] arguments)
    {
        Tensor input = (Tensor)arguments[0], weight = (Tensor)arguments[1];
        Tensor output = empty_like(input);
        ConvolutionPass.Forward(input, weight, output);
        context.save_for_backward([input, weight]);
        context.save_data("input", input.requires_grad);
        context.save_data("weight", weight.requires_grad);
        return output;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
    {
        HandedOver.Release();
        List<Tensor> saved = context.get_saved_variables();
        (Tensor input, Tensor weight) = (saved[0], saved[1]);
        Tensor laidOut = PixelRows.InChannelsLast(gradient);
        Tensor? ofWeight = null, ofInput = null;
        if ((bool)context.get_data("weight")) ConvolutionPass.WeightGradient(input, laidOut, ofWeight = empty_like(weight));
        if ((bool)context.get_data("input")) ConvolutionPass.InputGradient(laidOut, weight, ofInput = empty_like(input));
        input.Dispose();
        weight.Dispose();
        laidOut.Dispose();
        gradient.Dispose();
        return HandedOver.Remember([ofInput!, ofWeight!]);
    }
}
