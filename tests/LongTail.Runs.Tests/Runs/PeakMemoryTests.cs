using System.Runtime.CompilerServices;
using LongTail.Runs;

namespace LongTail.Tests.Runs;

public sealed class PeakMemoryTests
{
    const int Bytes = 200 << 20;

    [Fact]
    public void A_peak_counts_from_its_restart_where_the_system_can()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && CanRestart(), "The system keeps one record for the whole process.");
        Assert.Contains(Enumerable.Range(0, 20), _ => FallsByHalfABlock());        // other tests may begin spans of their own meanwhile
    }

    static bool FallsByHalfABlock()
    {
        Hold();
        long before = PeakMemory.Bytes;
        PeakMemory.Restart();
        return PeakMemory.Bytes < before - Bytes / 2;
    }

    // Touched and given back to the system at once.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static unsafe void Hold()
    {
        byte* block = (byte*)System.Runtime.InteropServices.NativeMemory.Alloc(Bytes);
        for (int i = 0; i < Bytes; i += 4096) block[i] = 1;
        System.Runtime.InteropServices.NativeMemory.Free(block);
    }

    static bool CanRestart()
    {
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
