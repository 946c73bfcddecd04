namespace LongTail.Foundation;

/// <summary>Numbers with a symmetric Beta distribution, by position: what mixes two images in mixup.</summary>
static class BetaDraw
{
    const ulong Tries = 1 << 16;

    /// <summary>A number in [0, 1] with density proportional to (x (1 - x))^(alpha - 1).</summary>
    /// <param name="random">Names the stream.</param>
    /// <param name="position">Equal positions give equal numbers.</param>
    /// <param name="alpha">Above 0, up to 1; 1 is uniform, small ones are nearly always close to 0 or 1.</param>
    /// <remarks>Jöhnk's method: two powers of uniform numbers, until they add up to at most 1; at least half of the tries do.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Alpha is not in (0, 1].</exception>
    public static double Symmetric(this CounterRandom random, ulong position, double alpha)
    {
        if (!(alpha > 0 && alpha <= 1)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Found an alpha outside (0, 1], expected for example 1.");
        if (alpha == 1) return random.Uniform(position);
        CounterRandom own = new(random.Bits(position));
        for (ulong tried = 0; tried < Tries; tried++)
        {
            // In logarithms: for small alpha the powers themselves are smaller than any double.
            double x = Math.Log(1 - own.Uniform(2 * tried)) / alpha, y = Math.Log(1 - own.Uniform(2 * tried + 1)) / alpha;
            double larger = Math.Max(x, y), sum = larger + Math.Log(Math.Exp(x - larger) + Math.Exp(y - larger));
            if (sum <= 0) return Math.Exp(x - sum);
        }
        throw new InvalidOperationException($"Found no number in {Tries} tries, expected one in two.");
    }
}
