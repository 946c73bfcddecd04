using System.Runtime.InteropServices;

namespace LongTail.Native;

/// <summary>Settings of the C library's memory allocator.</summary>
/// <remarks>
/// A training step frees and takes again the same hundreds of megabytes. By default glibc gives large blocks back to the system
/// at once, so every step pays for fresh zeroed pages: page faults were a third of the training time. Kept, blocks of many sizes leave gaps
/// that nothing fits into: a ResNet-50 then takes half as much memory again (docs/decisions/0004).
/// </remarks>
static partial class Allocator
{
    const int TrimThreshold = -1, TopPad = -2, MapThreshold = -3;   // M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD
    const int OneGigabyte = 1 << 30, LargestBeforeGlibc235 = 32 << 20, Pad = 256 << 20;
    const int OneMegabyte = 1 << 20;

    /// <summary>AppContext switch that leaves the host process's allocator as it is, when set to false.</summary>
    public const string Switch = "LongTail.KeepFreedMemory";

    /// <summary>Lets the allocator keep what is freed. Call before the first tensor. Does nothing where the C library is not glibc, or the switch forbids it.</summary>
    public static void KeepFreedMemory()
    {
        if (!MayBeTouched) return;
        // Older glibc refuses more than 32 MiB; its blocks above that size still go back to the system.
        if (Set(MapThreshold, OneGigabyte) == 0) _ = Set(MapThreshold, LargestBeforeGlibc235);
        _ = Set(TrimThreshold, int.MaxValue);
        _ = Set(TopPad, Pad);
    }

    /// <summary>Lets the allocator give back what is freed, as it does by itself, and what is free now. The opposite of <see cref="KeepFreedMemory"/>.</summary>
    public static void ReturnFreedMemory()
    {
        if (!MayBeTouched) return;
        _ = Set(MapThreshold, OneMegabyte);
        _ = Set(TrimThreshold, OneMegabyte);
        _ = Set(TopPad, 0);
        _ = Trim(0);
    }

    static bool MayBeTouched => OperatingSystem.IsLinux() && Host.GlibcVersion is not null && !(AppContext.TryGetSwitch(Switch, out bool allowed) && !allowed);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint pad);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Set(int parameter, int value);
}
