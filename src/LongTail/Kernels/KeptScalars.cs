using TorchSharp;

namespace LongTail.Kernels;

/// <summary>Numbers for native calls in every step. Kept, because each call would make one that only a finalizer frees (docs/decisions/0004).</summary>
static class KeptScalars
{
    /// <summary>1.</summary>
    public static readonly Scalar One = 1.ToScalar();
}
