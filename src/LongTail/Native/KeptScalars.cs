using TorchSharp;

namespace LongTail.Native;

/// <summary>Numbers for native calls. Kept, because a call with a plain number makes one that only a finalizer frees, and that a collection by another thread may free too early (docs/decisions/0004).</summary>
static class KeptScalars
{
    /// <summary>1.</summary>
    public static readonly Scalar One = 1.ToScalar();
}
