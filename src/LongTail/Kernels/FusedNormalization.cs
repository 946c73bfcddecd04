using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Kernels;

/// <summary>Batch normalisation by the batch's own moments, then an optional residual, then ReLU, with one pass over memory each way instead of three.</summary>
/// <remarks>
/// Equal to <see cref="PlainNormalization"/> up to rounding: torch's batch_norm, add and relu. Ioffe and Szegedy 2015, algorithm 1;
/// the running variance takes the unbiased one, as torch does. Used where <see cref="Serves"/>.
/// </remarks>
sealed unsafe class FusedNormalization : autograd.SingleTensorFunction<FusedNormalization>
{
    /// <inheritdoc/>
    public override string Name => nameof(FusedNormalization);

    /// <summary>Whether these loops can do it: vectors of 256 or 512 bits, a multiple of 16 channels, more than one number in each, channels-last memory, on the CPU.</summary>
    public static bool Serves(Tensor input, Tensor? residual) =>
        KernelSupport.IsPresent && input.device_type == DeviceType.CPU && input.size(1) % 16 == 0 && input.numel() > input.size(1)
        && input.dtype is ScalarType.Float32 or ScalarType.BFloat16
        && PixelRows.IsChannelsLast(input)
        && (residual is null || (residual.dtype == input.dtype && residual.shape.AsSpan().SequenceEqual(input.shape) && PixelRows.IsChannelsLast(residual)));

    /// <summary>relu(batch_norm(input) + residual) in training mode; changes the running moments.</summary>
    /// <param name="input">[B, K, H, W].</param>
    /// <param name="normalization">K channels.</param>
    /// <param name="residual">Like the input; null for none.</param>
    /// <returns>[B, K, H, W], like the input.</returns>
    public static Tensor Apply(Tensor input, BatchNorm2d normalization, Tensor? residual) =>
        residual is null ? apply(input, normalization.weight!, normalization.bias!, normalization)
            : apply(input, normalization.weight!, normalization.bias!, normalization, residual);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext context, params object[] arguments)
    {
        Tensor input = (Tensor)arguments[0], weight = (Tensor)arguments[1], bias = (Tensor)arguments[2];
        BatchNorm2d normalization = (BatchNorm2d)arguments[3];
        Tensor? residual = arguments.Length > 4 ? (Tensor)arguments[4] : null;
        Tensor output = empty_like(input);
        Tensor moments = empty(2, input.size(1));                                   // mean and 1 / deviation
        NormalizationPass.Forward(input, residual, output, weight, bias, moments, normalization);
        context.save_for_backward([input, output, weight, moments]);
        context.save_data("residual", residual is not null);
        return output;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
    {
        HandedOver.Release();
        List<Tensor> saved = context.get_saved_variables();
        (Tensor input, Tensor output, Tensor weight, Tensor moments) = (saved[0], saved[1], saved[2], saved[3]);
        Tensor laidOut = PixelRows.InChannelsLast(gradient);
        Tensor ofInput = empty_like(input), ofWeight = empty_like(weight), ofBias = empty_like(weight);
        Tensor? ofResidual = (bool)context.get_data("residual") ? empty_like(input) : null;
        NormalizationPass.Backward(input, output, laidOut, weight, moments, ofInput, ofResidual, ofWeight, ofBias);
        foreach (Tensor used in saved) used.Dispose();
        gradient.Dispose();
        laidOut.Dispose();
        return HandedOver.Remember(ofResidual is null ? [ofInput, ofWeight, ofBias, null!] : [ofInput, ofWeight, ofBias, null!, ofResidual]);
    }
}
