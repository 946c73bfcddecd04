namespace LongTail.Imaging;

/// <summary>The antialiased triangle filter along one axis: which source pixels make a target pixel, and with what weights.</summary>
/// <remarks>
/// These are the numbers of Pillow's <c>Image.resize(..., BILINEAR)</c>, 22 bits after the point, so that sums of bytes are exact in 32 bits.
/// </remarks>
sealed class AxisTaps
{
    /// <summary>Bits after the point of a weight.</summary>
    public const int Precision = 22;

    AxisTaps(int outputs, int stride)
    {
        Stride = stride;
        Starts = new int[outputs];
        Counts = new int[outputs];
        Weights = new int[outputs * stride];
    }

    /// <summary>Target pixels.</summary>
    public int Outputs => Starts.Length;

    /// <summary>Weights of a target pixel that have room: an even number, zero after the last.</summary>
    public int Stride { get; }

    /// <summary>First source pixel of each target pixel, counted in the whole picture.</summary>
    public int[] Starts { get; }

    /// <summary>Source pixels of each target pixel, 1 or more.</summary>
    public int[] Counts { get; }

    /// <summary>Target pixel i's weights begin at i * Stride; they sum to about 2^22.</summary>
    public int[] Weights { get; }

    /// <summary>First source pixel that any target pixel needs.</summary>
    public int First => Math.Min(Starts[0], Starts[^1]);

    /// <summary>The pixel after the last that any target pixel needs.</summary>
    public int End => Math.Max(Starts[0] + Counts[0], Starts[^1] + Counts[^1]);

    /// <summary>The filter for a stretch of the source.</summary>
    /// <param name="start">Where the stretch begins, in source pixels; between two pixels when the decoder has reduced the picture.</param>
    /// <param name="length">Its length in source pixels, above 0. Pixels outside do not count.</param>
    /// <param name="limit">Pixels of the source along this axis.</param>
    /// <param name="target">Pixels that the stretch becomes.</param>
    /// <param name="windowStart">First of them that is computed.</param>
    /// <param name="window">How many are.</param>
    /// <param name="reversed">The last one comes first.</param>
    public static AxisTaps Triangle(double start, double length, int limit, int target, int windowStart, int window, bool reversed)
    {
        int origin = (int)start;
        double within = start - origin;
        int end = Math.Min((int)Math.Ceiling(within + length), limit - origin);
        double scale = length / target, support = Math.Max(scale, 1);

        int stride = ((int)Math.Ceiling(support) * 2 + 2) & ~1;
        AxisTaps taps = new(window, stride);
        Span<double> shares = stride <= 256 ? stackalloc double[stride] : new double[stride];
        for (int i = 0; i < window; i++)
        {
            double centre = within + (windowStart + i + 0.5) * scale;
            int low = Math.Max((int)(centre - support + 0.5), 0), high = Math.Min((int)(centre + support + 0.5), end), count = high - low;
            double sum = 0;
            for (int k = 0; k < count; k++) sum += shares[k] = Math.Max(0, 1 - Math.Abs((k + low - centre + 0.5) * (1 / support)));

            int output = reversed ? window - 1 - i : i;
            taps.Starts[output] = origin + low;
            taps.Counts[output] = count;
            Span<int> weights = taps.Weights.AsSpan(output * stride, stride);
            for (int k = 0; k < count; k++) weights[k] = (int)(0.5 + shares[k] / sum * (1 << Precision));
        }
        return taps;
    }
}
