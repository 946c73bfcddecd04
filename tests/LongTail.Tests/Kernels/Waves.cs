using static TorchSharp.torch;

namespace LongTail.Tests.Kernels;

/// <summary>Numbers without a pattern that layouts could hide behind.</summary>
static class Waves
{
    /// <summary>sin(step i) at flat index i, 32-bit.</summary>
    public static Tensor Of(long[] shape, double step) => (arange(shape.Aggregate((a, b) => a * b), dtype: float64) * step).sin().reshape(shape).to(float32);
}
