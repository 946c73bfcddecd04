namespace LongTail.Benchmarks.Growth;

/// <summary>Times a piece of work that is too small or too shaky for a single look.</summary>
static class Pace
{
    const int Warmup = 2, Fewest = 5;
    static readonly TimeSpan Long = TimeSpan.FromMilliseconds(200);

    /// <summary>Median seconds: of five runs, or of as many as fit into a fifth of a second.</summary>
    public static double Of(Action work)
    {
        for (int run = 0; run < Warmup; run++) work();
        List<double> seconds = [];
        for (long begin = TimeProvider.System.GetTimestamp(); seconds.Count < Fewest || TimeProvider.System.GetElapsedTime(begin) < Long;)
        {
            long start = TimeProvider.System.GetTimestamp();
            work();
            seconds.Add(TimeProvider.System.GetElapsedTime(start).TotalSeconds);
        }
        seconds.Sort();
        return seconds[seconds.Count / 2];
    }
}
