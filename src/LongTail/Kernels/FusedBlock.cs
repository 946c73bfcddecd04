using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Kernels;

/// <summary>A residual block that keeps its shape, in training: two 3 x 3 convolutions, each normalised, the block's input added before the last ReLU, as one autograd function.</summary>
/// <remarks>
/// What <see cref="WinogradConvolution"/> and <see cref="FusedNormalization"/> give one after the other, but that the gradient which the shortcut brings is added where the first convolution's is written:
/// one pass over memory less, and a quarter of the calls. Used where <see cref="Serves"/>.
/// </remarks>
sealed class FusedBlock : autograd.SingleTensorFunction<FusedBlock>
{
    /// <inheritdoc/>
    public override string Name => nameof(FusedBlock);

    /// <summary>Whether the loops serve all four layers, and everything in the block is trained.</summary>
    public static bool Serves(Tensor input, Conv2d conv1, BatchNorm2d bn1, Conv2d conv2, BatchNorm2d bn2) =>
        is_grad_enabled() && bn1.training && bn2.training && input.requires_grad
        && WinogradConvolution.Serves(conv1, input) && WinogradConvolution.Serves(conv2, input) && FusedNormalization.Serves(input, input)
        && conv1.weight!.requires_grad && bn1.weight!.requires_grad && bn1.bias!.requires_grad
        && conv2.weight!.requires_grad && bn2.weight!.requires_grad && bn2.bias!.requires_grad;

    /// <summary>relu(bn2(conv2(relu(bn1(conv1(input))))) + input); changes the running moments.</summary>
    /// <returns>[B, K, H, W], like the input.</returns>
    public static Tensor Apply(Tensor input, Conv2d conv1, BatchNorm2d bn1, Conv2d conv2, BatchNorm2d bn2) =>
        apply(input, conv1.weight!, bn1.weight!, bn1.bias!, conv2.weight!, bn2.weight!, bn2.bias!, bn1, bn2);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext context, params object[] arguments)
    {
        Tensor[] given = [.. arguments.OfType<Tensor>()];
        (Tensor input, Tensor weight1, Tensor gain1, Tensor offset1) = (given[0], given[1], given[2], given[3]);
        (Tensor weight2, Tensor gain2, Tensor offset2) = (given[4], given[5], given[6]);
        BatchNorm2d[] normalizations = [.. arguments.OfType<BatchNorm2d>()];
        WinogradLoop loop = WinogradLoop.For(input.size(1), input.dtype);
        Tensor convolved1 = empty_like(input), inner = empty_like(input), convolved2 = empty_like(input), output = empty_like(input);
        Tensor moments1 = empty(2, input.size(1)), moments2 = empty(2, input.size(1));

        WinogradPass.Forward(input, weight1, convolved1, loop);
        NormalizationPass.Forward(convolved1, null, inner, gain1, offset1, moments1, normalizations[0]);
        WinogradPass.Forward(inner, weight2, convolved2, loop);
        NormalizationPass.Forward(convolved2, input, output, gain2, offset2, moments2, normalizations[1]);
        context.save_for_backward([input, weight1, gain1, convolved1, moments1, inner, weight2, gain2, convolved2, moments2, output]);
        return output;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
    {
        HandedOver.Release();
        List<Tensor> saved = context.get_saved_variables();
        (Tensor input, Tensor weight1, Tensor gain1, Tensor convolved1, Tensor moments1, Tensor inner) = (saved[0], saved[1], saved[2], saved[3], saved[4], saved[5]);
        (Tensor weight2, Tensor gain2, Tensor convolved2, Tensor moments2, Tensor output) = (saved[6], saved[7], saved[8], saved[9], saved[10]);
        WinogradLoop loop = WinogradLoop.For(input.size(1), input.dtype), forWeights = WinogradLoop.ForWeights(input.size(1), input.dtype);
        Tensor laidOut = PixelRows.InChannelsLast(gradient);
        Tensor ofInput = empty_like(input), ofConvolved = empty_like(input), ofInner = empty_like(input);
        Tensor ofWeight1 = empty_like(weight1), ofGain1 = empty_like(gain1), ofOffset1 = empty_like(gain1);
        Tensor ofWeight2 = empty_like(weight2), ofGain2 = empty_like(gain2), ofOffset2 = empty_like(gain2);

        NormalizationPass.Backward(convolved2, output, laidOut, gain2, moments2, ofConvolved, ofInput, ofGain2, ofOffset2);
        WinogradPass.WeightGradient(inner, ofConvolved, ofWeight2, forWeights);
        WinogradPass.InputGradient(ofConvolved, weight2, ofInner, loop);
        NormalizationPass.Backward(convolved1, inner, ofInner, gain1, moments1, ofConvolved, null, ofGain1, ofOffset1);
        WinogradPass.WeightGradient(input, ofConvolved, ofWeight1, forWeights);
        WinogradPass.AddInputGradient(ofConvolved, weight1, ofInput, loop);

        foreach (Tensor used in (Tensor[])[.. saved, gradient, laidOut, ofConvolved, ofInner]) used.Dispose();
        return HandedOver.Remember([ofInput, ofWeight1, ofGain1, ofOffset1, ofWeight2, ofGain2, ofOffset2, null!, null!]);
    }
}
