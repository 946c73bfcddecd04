using System.Globalization;

namespace LongTail.Benchmarks.Speed;

/// <summary>The most memory this process has held.</summary>
static class PeakMemory
{
    /// <summary>VmHWM of the kernel; null where there is none. (The process class does not know the peak on every system.)</summary>
    public static double? Mebibytes
    {
        get
        {
            const string Status = "/proc/self/status", Field = "VmHWM:";
            if (!File.Exists(Status)) return null;
            string? line = File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
            return line is null ? null : double.Parse(line[Field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
        }
    }
}
