using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using LongTail.Native;
using LongTail.Runs;

namespace LongTail.Tests.Runs;

public sealed class PeakMemoryTests
{
    const int Bytes = 200 << 20;

    [Fact]
    public void A_peak_counts_from_its_restart_where_the_system_can()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && CanRestart(), "The system keeps one record for the whole process.");
        TorchRuntime.EnsureLoaded();
        Hold();
        long before = PeakMemory.Bytes;
        Assert.True(PeakMemory.Restart());
        Assert.InRange(PeakMemory.Bytes, 1, before - Bytes / 2);
    }

    // Touched and given back to the system at once. Memory of the C library's would not do: beside libtorch it keeps what is freed.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Hold()
    {
        using MemoryMappedFile block = MemoryMappedFile.CreateNew(null, Bytes);
        using MemoryMappedViewAccessor view = block.CreateViewAccessor();
        for (int i = 0; i < Bytes; i += 4096) view.Write(i, (byte)1);
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
