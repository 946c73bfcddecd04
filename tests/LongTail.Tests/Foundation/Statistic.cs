namespace LongTail.Tests.Foundation;

/// <summary>Bounds of five standard deviations around what chance allows.</summary>
static class Statistic
{
    const double Deviations = 5;

    /// <summary>The mean is where independent draws of this expectation and variance put it.</summary>
    public static void AssertMean(IEnumerable<double> drawn, double expected, double variance)
    {
        double[] values = [.. drawn];
        double mean = values.Average(), deviation = Math.Sqrt(variance / values.Length);
        Assert.True(Math.Abs(mean - expected) <= Deviations * deviation, $"Found a mean of {mean:g6} over {values.Length} draws, expected {expected:g6} within {Deviations * deviation:g3}.");
    }

    /// <summary>Pearson's chi-square: the bins 0 .. bins - 1 are equally likely.</summary>
    public static void AssertEvenly(IEnumerable<int> drawn, int bins)
    {
        long[] counts = new long[bins];
        foreach (int bin in drawn) counts[bin]++;
        double expected = (double)counts.Sum() / bins;
        double chiSquare = counts.Sum(count => (count - expected) * (count - expected) / expected);
        double most = bins - 1 + Deviations * Math.Sqrt(2 * (bins - 1)) + 10;   // the tail of few degrees of freedom is longer than the normal's
        Assert.True(chiSquare <= most, $"Found a chi-square of {chiSquare:g5} over {bins} bins, expected at most {most:g5}. Counts: {string.Join(", ", counts.Take(20))}.");
    }

    /// <summary>The two are independent as far as their correlation tells.</summary>
    public static void AssertUncorrelated(double[] first, double[] second)
    {
        double a = first.Average(), b = second.Average();
        double covariance = first.Zip(second, (x, y) => (x - a) * (y - b)).Sum();
        double correlation = covariance / Math.Sqrt(first.Sum(x => (x - a) * (x - a)) * second.Sum(y => (y - b) * (y - b)));
        Assert.InRange(correlation * Math.Sqrt(first.Length), -Deviations, Deviations);
    }
}
