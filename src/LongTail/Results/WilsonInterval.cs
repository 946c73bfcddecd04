namespace LongTail.Results;

/// <summary>95 % interval of a fraction that was counted once: what other test images from the same source might have given.</summary>
/// <remarks>Wilson 1927. Unlike fraction plus or minus two standard errors it stays within 0 .. 1 and holds for few images and fractions near the ends.</remarks>
/// <param name="Low">In 0 .. 1.</param>
/// <param name="High">In 0 .. 1.</param>
public readonly record struct WilsonInterval(double Low, double High)
{
    const double Z = 1.9599639845400543;   // the normal distribution's quantile at 0.975

    /// <summary>The interval of a fraction.</summary>
    /// <param name="fraction">Counted, in 0 .. 1.</param>
    /// <param name="images">It was counted among, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Either is out of range.</exception>
    public static WilsonInterval Of(double fraction, long images)
    {
        if (!(fraction is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "Found a value that is no fraction, expected 0 to 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(images, 1);
        double spread = Z * Z / images;
        double middle = (fraction + spread / 2) / (1 + spread);
        double half = Z / (1 + spread) * Math.Sqrt(fraction * (1 - fraction) / images + spread / (4 * images));
        return new(Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
