using System.Diagnostics;
using System.Globalization;

namespace LongTail.Native;

/// <summary>The memory of the machine, or of the container that the process runs in.</summary>
/// <param name="Whole">Bytes.</param>
/// <param name="Left">Bytes of it that programs could still have.</param>
readonly record struct MachineMemory(long Whole, long Left)
{
    const string MemoryInformation = "/proc/meminfo", Available = "MemAvailable:";   // man 5 proc_meminfo
    const long BytesPerKilobyte = 1024;

    /// <summary>At this moment.</summary>
    public static MachineMemory Now()
    {
        long whole = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;   // of a container its limit
        using Process process = Process.GetCurrentProcess();
        long left = Math.Max(0, whole - process.WorkingSet64);
        return new(whole, File.Exists(MemoryInformation) && AvailableIn(File.ReadAllText(MemoryInformation)) is { } available ? Math.Min(left, available) : left);
    }

    /// <summary>What Linux says is available, in bytes; null where it does not say it.</summary>
    public static long? AvailableIn(string information) => information.Split('\n').FirstOrDefault(line => line.StartsWith(Available, StringComparison.Ordinal)) is { } line
        && long.TryParse(line[Available.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long kilobytes) ? kilobytes * BytesPerKilobyte : null;

    /// <summary>Such as "23.5 GB".</summary>
    public static string InWords(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");
}
