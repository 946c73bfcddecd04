using System.Runtime.InteropServices;

namespace LongTail.Runs;

/// <summary>What the processor calls itself, for results whose speed depends on it.</summary>
static class ProcessorName
{
    const string CpuInfo = "/proc/cpuinfo", ModelName = "model name";

    /// <summary>Such as "AMD EPYC 7763 64-Core Processor"; the architecture where the system does not say, which is everywhere but Linux on x86.</summary>
    public static string Current { get; } = Read() ?? RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>The first processor's name in the text of /proc/cpuinfo; null when it has none.</summary>
    public static string? In(IEnumerable<string> lines) =>
        lines.Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .FirstOrDefault(parts => parts is [ModelName, not ""])?[1];

    static string? Read()
    {
        try
        {
            return File.Exists(CpuInfo) ? In(File.ReadLines(CpuInfo)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;   // containers may hide it
        }
    }
}
