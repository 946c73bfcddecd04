using LongTail.Kernels;

namespace LongTail.Tests.Kernels;

/// <summary>For tests of our own loops.</summary>
static class LoopsNeeded
{
    /// <summary>Skips the test where they cannot run.</summary>
    public static void OrSkip() => Assert.SkipUnless(KernelSupport.IsPresent,
        "This processor has no vectors of 256 bits with fused multiplication and addition, or libtorch stands on no OpenMP library that is known: torch's own operations are used.");
}
