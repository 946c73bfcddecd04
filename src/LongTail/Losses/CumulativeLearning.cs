namespace LongTail.Losses;

/// <summary>How training moves from images as they come to rare classes (Zhou et al. 2020, BBN, "cumulative learning").</summary>
public static class CumulativeLearning
{
    /// <summary>The share of the branch for images as they come: 1 - (epoch / period)^2, with the other branch taking the rest.</summary>
    /// <param name="epoch">0-based, below the period: the paper's T is one more, and so is the T - 1 of its formula.</param>
    /// <param name="period">Epochs after which nothing would be left of it.</param>
    /// <returns>From 1 in the first epoch down towards 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is not within the period.</exception>
    public static double ConventionalShare(int epoch, double period)
    {
        if (!(epoch >= 0 && epoch < period)) throw new ArgumentOutOfRangeException(nameof(epoch), epoch, FormattableString.Invariant($"Found an epoch outside the period, expected 0 or more and less than {period}."));
        double passed = epoch / period;
        return 1 - passed * passed;
    }
}
