namespace LongTail.Results;

/// <summary>Student's t distribution: how far the mean of a few runs may be from the mean of all possible ones.</summary>
static class StudentT
{
    /// <summary>The t that a draw stays below in size with this probability.</summary>
    /// <param name="probability">Two-sided, above 0 and below 1.</param>
    /// <param name="degrees">Degrees of freedom, 1 or more.</param>
    public static double Quantile(double probability, int degrees)
    {
        if (!(probability is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "Found a value that is no probability, expected one above 0 and below 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        double low = 0, high = 1;
        while (Within(high, degrees) < probability) high *= 2;
        for (double middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)   // until no double lies between
            if (Within(middle, degrees) < probability) low = middle; else high = middle;
        return high;
    }

    /// <summary>Probability that a draw is at most t in size: the finite sums for whole degrees of freedom.</summary>
    /// <remarks>Abramowitz and Stegun 1964, 26.7.3 and 26.7.4.</remarks>
    static double Within(double t, int degrees)
    {
        double angle = Math.Atan(t / Math.Sqrt(degrees)), cosine = Math.Cos(angle);
        bool odd = degrees % 2 == 1;
        double term = odd ? cosine : 1, sum = degrees == 1 ? 0 : term;
        for (int k = odd ? 3 : 2; k < degrees; k += 2)
        {
            term *= cosine * cosine * (k - 1) / k;
            sum += term;
        }
        return odd ? 2 / Math.PI * (angle + Math.Sin(angle) * sum) : Math.Sin(angle) * sum;
    }
}
