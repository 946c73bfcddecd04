using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using LongTail.Native;

namespace LongTail.Kernels;

/// <summary>What this machine's processor offers to our loops.</summary>
public static class KernelSupport
{
    /// <summary>Whether the fused loops run here: 512-bit vectors. Elsewhere torch's own operations do the same work.</summary>
    public static bool IsPresent => Vector512.IsHardwareAccelerated && Avx512F.IsSupported && ComputeThreads.AreAvailable;

    /// <summary>Whether the processor multiplies 16-bit brain floats itself (AVX512-BF16), so that training with them is faster.</summary>
    public static bool HasBFloat16 => X86Base.IsSupported && Avx512F.IsSupported && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;
}
