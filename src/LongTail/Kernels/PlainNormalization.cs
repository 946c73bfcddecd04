using LongTail.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Kernels;

/// <summary>Batch normalisation, an optional residual and ReLU by torch's own operations: what <see cref="FusedNormalization"/> is compared with, and what runs where it cannot.</summary>
static class PlainNormalization
{
    /// <summary>relu(batch_norm(input) + residual), in the module's own mode.</summary>
    /// <param name="input">[B, K, H, W].</param>
    /// <param name="normalization">K channels.</param>
    /// <param name="residual">Like the input; null for none.</param>
    /// <returns>[B, K, H, W].</returns>
    public static Tensor Apply(Tensor input, BatchNorm2d normalization, Tensor? residual)
    {
        Tensor output = normalization.forward(input);
        if (residual is not null) output = output.add_(residual, KeptScalars.One);
        return nn.functional.relu(output, inplace: true);
    }
}
