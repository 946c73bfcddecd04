using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Kernels;

/// <summary>3 x 3 convolution with as many channels out as in by Winograd's algorithm (Lavin and Gray 2016): F(2 x 2, 3 x 3) in 32 bits, F(4 x 4, 3 x 3) in bfloat16.</summary>
/// <remarks>Sums and products are 32-bit whatever the images are. The output is that of torch's convolution up to rounding. In bfloat16 the weights are rounded to it first, and the gradient of the weights stays 32-bit. Used where <see cref="Serves"/>.</remarks>
sealed class WinogradConvolution : autograd.SingleTensorFunction<WinogradConvolution>
{
    /// <inheritdoc/>
    public override string Name => nameof(WinogradConvolution);

    /// <summary>Whether these loops can do it and are faster than libtorch's (docs/decisions/0019; with AMX that was not measured).</summary>
    public static bool Serves(Conv2d layer, Tensor input) => Fits(layer, input) && !(input.dtype == ScalarType.BFloat16 && KernelSupport.HasMatrixTiles);

    /// <summary>Whether these loops can do it: as many channels out as in, 16, 32, 64 or 128, stride 1, a border of one zero, channels-last memory, in 32 bits or bfloat16, on the CPU.</summary>
    public static bool Fits(Conv2d layer, Tensor input)
    {
        if (!KernelSupport.IsPresent || input.device_type != DeviceType.CPU || input.dtype is not (ScalarType.Float32 or ScalarType.BFloat16)) return false;
        long channels = input.size(1);
        Tensor weight = layer.weight!;
        return input.numel() > 0 && channels is 16 or 32 or 64 or 128
            && layer.bias is null && layer.groups == 1 && layer.stride is [1, 1] && layer.padding is [1, 1] && layer.dilation is [1, 1]
            && weight.size(0) == channels && weight.size(1) == channels && weight.size(2) == 3 && weight.size(3) == 3
            && weight.dtype == ScalarType.Float32 && PixelRows.IsChannelsLast(weight) && PixelRows.IsChannelsLast(input);
    }

    /// <summary>The layer's output.</summary>
    /// <param name="layer">One that fits.</param>
    /// <param name="input">[B, K, H, W].</param>
    /// <returns>[B, K, H, W], of the input's type.</returns>
    public static Tensor Apply(Conv2d layer, Tensor input)
    {
        Tensor weight = layer.weight!;
        return is_grad_enabled() && (input.requires_grad || weight.requires_grad) ? apply(input, weight) : Output(input, weight);
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext context, params object[] arguments)
    {
        Tensor input = (Tensor)arguments[0], weight = (Tensor)arguments[1];
        Tensor output = Output(input, weight);
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
        long channels = input.size(1);
        if ((bool)context.get_data("weight")) WinogradPass.WeightGradient(input, laidOut, ofWeight = empty_like(weight), WinogradLoop.ForWeights(channels, input.dtype));
        if ((bool)context.get_data("input")) WinogradPass.InputGradient(laidOut, weight, ofInput = empty_like(input), WinogradLoop.For(channels, input.dtype));
        input.Dispose();
        weight.Dispose();
        laidOut.Dispose();
        gradient.Dispose();
        return HandedOver.Remember([ofInput!, ofWeight!]);
    }

    static Tensor Output(Tensor input, Tensor weight)
    {
        Tensor output = empty_like(input);
        WinogradPass.Forward(input, weight, output, WinogradLoop.For(input.size(1), input.dtype));
        return output;
    }
}
