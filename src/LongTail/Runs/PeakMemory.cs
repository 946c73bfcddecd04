using System.Diagnostics;

namespace LongTail.Runs;

/// <summary>The most memory that the process held in some span of time.</summary>
static class PeakMemory
{
    const string ClearRefs = "/proc/self/clear_refs", OfPeak = "5";               // man 5 proc_pid_clear_refs

    /// <summary>Begins a new span, where the system can; elsewhere the span goes on from the start of the process.</summary>
    /// <returns>Whether it can.</returns>
    public static bool Restart()
    {
        if (!File.Exists(ClearRefs)) return false;
        try
        {
            File.WriteAllText(ClearRefs, OfPeak);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;   // containers may forbid it
        }
    }

    /// <summary>Bytes that the process holds now, and the most so far.</summary>
    public static (long Now, long Peak) Held
    {
        get
        {
            using Process process = Process.GetCurrentProcess();
            return (process.WorkingSet64, process.PeakWorkingSet64);
        }
    }

    /// <summary>Bytes, so far.</summary>
    public static long Bytes => Held.Peak;
}
