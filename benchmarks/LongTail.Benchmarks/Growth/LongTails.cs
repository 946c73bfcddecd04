using LongTail.Foundation;

namespace LongTail.Benchmarks.Growth;

/// <summary>Long tails of any size.</summary>
static class LongTails
{
    const double Ratio = 100;

    /// <summary>Class sizes that fall exponentially by a ratio of 100, at least one image each; the first class takes what rounding leaves.</summary>
    public static ClassCounts Of(int classes, int images)
    {
        double[] sizes = [.. Enumerable.Range(0, classes).Select(label => Math.Pow(Ratio, -label / (classes - 1.0)))];
        double scale = (images - classes) / sizes.Sum();
        int[] counts = [.. sizes.Select(size => 1 + (int)(size * scale))];
        counts[0] += images - counts.Sum();
        return new(counts);
    }
}
