using System.Diagnostics;
using System.Globalization;

namespace LongTail.Native;

/// <summary>The memory of the machine, or of the container that the process runs in.</summary>
/// <param name="Whole">Bytes.</param>
/// <param name="Left">Bytes of it that programs could still have.</param>
readonly record struct MachineMemory(long Whole, long Left)
{
    const string Information = "/proc/meminfo", OwnGroups = "/proc/self/cgroup";   // man 5 proc_meminfo

    /// <summary>At this moment.</summary>
    public static MachineMemory Now()
    {
        string information = ControlGroup.TextOf(Information) ?? "";
        long whole = EntryOf(information, "MemTotal:") ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        using Process process = Process.GetCurrentProcess();
        long left = EntryOf(information, "MemAvailable:") ?? Math.Max(0, whole - process.WorkingSet64);
        foreach (ControlGroup group in ControlGroup.Of(ControlGroup.TextOf(OwnGroups) ?? ""))
            if (group.Limit is { } limit && limit < whole) (whole, left) = (limit, Math.Min(left, Math.Max(0, limit - group.Used)));
        return new(whole, left);
    }

    /// <summary>What Linux says of an entry, in bytes; null where it does not say it.</summary>
    public static long? EntryOf(string information, string entry) => information.Split('\n').FirstOrDefault(line => line.StartsWith(entry, StringComparison.Ordinal)) is { } line
        && long.TryParse(line[entry.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long kilobytes) ? kilobytes * 1024 : null;

    /// <summary>Such as "23.5 GB".</summary>
    public static string InWords(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB");
}
