using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using LongTail.Native;

namespace LongTail.Kernels;

/// <summary>What this machine's processor offers to our loops.</summary>
public static class KernelSupport
{
    /// <summary>Whether our loops run here: vectors of 256 bits with fused multiplication and addition, or of 512, and libtorch on an OpenMP library whose threads they can use (Linux and Windows on x64). Elsewhere torch's own operations do the same work.</summary>
    public static bool IsPresent => (HasWideVectors || (Avx2.IsSupported && Fma.IsSupported)) && ComputeThreads.AreAvailable;

    /// <summary>Whether the processor has vectors of 512 bits, and takes them at full speed.</summary>
    internal static bool HasWideVectors => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;

    /// <summary>Whether the processor multiplies 16-bit brain floats itself (AVX512-BF16), so that training with them is faster.</summary>
    public static bool HasBFloat16 => X86Base.IsSupported && Avx512F.IsSupported && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;

    /// <summary>Whether the processor multiplies blocks of 16-bit brain floats (AMX-BF16). libtorch's convolutions in 16 bits are taken to be faster than ours then; it was not measured.</summary>
    internal static bool HasMatrixTiles { get; } = X86Base.IsSupported && (X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0;

    /// <summary>Whether the processor tells how large its caches are. A virtual machine may hide it, and oneDNN then takes them to be of 0 bytes.</summary>
    public static bool TellsCaches { get; } = !X86Base.IsSupported || HasCacheLeaf();

    // AMD's leaf of cache properties and the one of all others; the lowest five bits say of what kind the first cache is, 0 for none.
    static bool HasCacheLeaf()
    {
        const int Intel = 4, Amd = unchecked((int)0x8000001D), Kind = 0x1F;
        (int _, int vendor, int _, int _) = X86Base.CpuId(0, 0);
        int leaf = vendor == BitConverter.ToInt32("Auth"u8) ? Amd : Intel;
        return (X86Base.CpuId(leaf, 0).Eax & Kind) != 0;
    }
}
