namespace LongTail.Figures.Sheets;

/// <summary>Round numbers for ticks.</summary>
static class Rounds
{
    static readonly double[] Factors = [1, 2, 5, 10];

    /// <summary>The smallest of 1, 2, 5, 10, 20 and so on (or 0.5, 0.2 ...) that divides a range into no more parts.</summary>
    public static double Step(double range, int most)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(range / most)));
        return Factors.Select(factor => factor * power).First(step => range / step <= most + 1e-9);
    }

    /// <summary>Places to name of a long row that is counted from 1: 1, then every tenth or so.</summary>
    public static IEnumerable<int> Upto(int count, int most)
    {
        int step = (int)Math.Max(1, Step(count, most));
        return Enumerable.Range(0, count / step + 1).Select(tick => Math.Max(1, tick * step)).Distinct();
    }
}
