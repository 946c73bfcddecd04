namespace LongTail.Store;

/// <summary>Tries a file operation again that Windows refuses for a moment: a virus scanner or an indexer opens what was just written.</summary>
static class Patience
{
    static readonly TimeSpan s_most = TimeSpan.FromSeconds(2), s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Does it, on Windows several times within two seconds; on other systems, which rename and delete what is open, once.</summary>
    /// <param name="operation">Changes nothing where it fails.</param>
    /// <param name="isHopeless">Whether a failure would come again.</param>
    public static void OnWindows(Action operation, Func<bool> isHopeless)
    {
        if (OperatingSystem.IsWindows()) Try(operation, isHopeless, (int)(s_most / s_pause), () => Thread.Sleep(s_pause));
        else operation();
    }

    /// <summary>Does it, and where it fails waits and does it again.</summary>
    /// <param name="operation">Changes nothing where it fails.</param>
    /// <param name="isHopeless">Whether a failure would come again.</param>
    /// <param name="times">Further tries; the failure of the last is the caller's.</param>
    /// <param name="wait">Between two of them.</param>
    internal static void Try(Action operation, Func<bool> isHopeless, int times, Action wait)
    {
        for (int left = times; ; left--)
        {
            try
            {
                operation();
                return;
            }
            catch (Exception fault) when (StorageFault.IsWriteFailure(fault) && left > 0 && !isHopeless())
            {
                wait();
            }
        }
    }
}
