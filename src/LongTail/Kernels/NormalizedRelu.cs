using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Kernels;

/// <summary>Batch normalisation, an optional residual, ReLU: in one pass over memory where the machine and the tensors allow it.</summary>
static class NormalizedRelu
{
    /// <summary>relu(batch_norm(input) + residual), in the module's own mode.</summary>
    /// <param name="input">[B, K, H, W], 32-bit or bfloat16; the moments are computed in 32 bits or more. May be written over: nothing else may need it.</param>
    /// <param name="normalization">K channels.</param>
    /// <param name="residual">Like the input; null for none.</param>
    /// <returns>[B, K, H, W], like the input.</returns>
    public static Tensor Apply(Tensor input, BatchNorm2d normalization, Tensor? residual = null)
    {
        if (!FusedNormalization.Serves(input, residual)) return PlainNormalization.Apply(input, normalization, residual);
        if (normalization.training) return FusedNormalization.Apply(input, normalization, residual);
        if (input.requires_grad || normalization.weight!.requires_grad && is_grad_enabled()) return PlainNormalization.Apply(input, normalization, residual);
        NormalizationPass.Infer(input, residual, normalization);
        return input;
    }
}
