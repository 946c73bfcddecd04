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
        return Wilson(fraction, images);
    }

    static WilsonInterval Wilson(double fraction, double images)
    {
        double spread = Z * Z / images;
        double middle = (fraction + spread / 2) / (1 + spread);
        double half = Z / (1 + spread) * Math.Sqrt(fraction * (1 - fraction) / images + spread / (4 * images));
        return new(Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    /// <summary>The interval of an unweighted mean of fractions that were counted apart, such as the balanced accuracy: the ones counted among few images make it wide.</summary>
    /// <param name="fractions">Each counted, in 0 .. 1; at least one.</param>
    /// <param name="images">That each was counted among, 1 or more.</param>
    /// <exception cref="ArgumentException">Other lengths, or no fraction.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    /// <remarks>
    /// Wilson's interval with as many images as would give one fraction the spread of this mean. The fractions' own spread p (1 - p) / n is
    /// taken at p drawn towards the mean by one image, since of a single image it would always be 0, and made up for what that leaves out.
    /// No end is beyond the mean of the fractions' own ends. For equal fractions of equally many images, it is nearly the interval of all of them together.
    /// </remarks>
    public static WilsonInterval OfMean(IReadOnlyList<double> fractions, IReadOnlyList<long> images)
    {
        if (fractions.Count == 0 || fractions.Count != images.Count)
            throw new ArgumentException($"Found {fractions.Count} fractions of {images.Count} numbers of images, expected as many of both, and one at least.", nameof(fractions));
        WilsonInterval[] each = [.. fractions.Zip(images, Of)];
        int parts = each.Length;
        double mean = fractions.Average();
        double alike = parts * parts / images.Sum(count => 1.0 / count);          // images, if all fractions were the same
        double middle = (mean * alike + Z * Z / 2) / (alike + Z * Z);             // never 0 or 1
        double variance = 0;
        for (int i = 0; i < parts; i++)
        {
            double weight = images[i] / (images[i] + 1.0);
            double least = Math.Min(Math.Min(middle, 1 - middle), 1 / (images[i] + 2.0));
            double fraction = Math.Clamp(middle + weight * (fractions[i] - mean), least, 1 - least);
            variance += fraction * (1 - fraction) / (1 - weight * weight * (1 - 1.0 / parts) / images[i]) / images[i] / parts / parts;
        }
        WilsonInterval whole = Wilson(mean, middle * (1 - middle) / variance);
        return new(Math.Max(whole.Low, each.Average(one => one.Low)), Math.Min(whole.High, each.Average(one => one.High)));
    }
}
