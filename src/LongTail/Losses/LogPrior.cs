using LongTail.Foundation;

namespace LongTail.Losses;

/// <summary>Logarithm of how often each class occurs in training.</summary>
static class LogPrior
{
    /// <summary>log(n / N) for each class.</summary>
    /// <param name="counts">Training images per class.</param>
    /// <returns>[C], in double precision; minus infinity for a class without images.</returns>
    /// <exception cref="ArgumentException">No class has an image.</exception>
    public static double[] Of(ClassCounts counts) => counts.Total > 0
        ? [.. counts.ToImmutableArray().Select(images => Math.Log((double)images / counts.Total))]
        : throw new ArgumentException("Found no image in any class, expected at least one.", nameof(counts));
}
