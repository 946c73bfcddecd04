namespace LongTail.Imaging;

/// <summary>A picture at 8 x 8 pixels: what stays of it when it is saved again, at another size or in another format.</summary>
sealed class Thumbnail
{
    /// <summary>Pixels of each side.</summary>
    public const int Side = 8;

    /// <summary>Bytes of one.</summary>
    public const int Bytes = Side * Side * Channels;

    const int Channels = 3;

    // Of 10,000 test pictures of CIFAR-10 against 10,000 training pictures, the 24 nearest pairs, up to 0.25, are the same pictures to the eye; saved again as JPEG of half the size
    // and quality 50, 99 of 100 pictures stay within 0.09 (docs/decisions/0024).
    const double Likeness = 0.12;

    // What has less to see than this is a blank page, and all of them are alike.
    const double LeastContrast = 8;

    const double MostStretched = 1.05;

    readonly byte[] _rgb;
    readonly double _ratio;

    /// <param name="rgb">The whole picture brought to 8 x 8, row by row.</param>
    /// <param name="size">Of the picture.</param>
    public Thumbnail(byte[] rgb, PictureSize size)
    {
        if (rgb.Length != Bytes) throw new ArgumentException($"Found {rgb.Length} bytes, expected {Bytes}.", nameof(rgb));
        (_rgb, _ratio) = (rgb, (double)size.Width / size.Height);
        Mean = rgb.Average(value => (double)value);
        double[] means = [.. Enumerable.Range(0, Channels).Select(channel => rgb.Where((_, i) => i % Channels == channel).Average(value => (double)value))];
        Contrast = Math.Sqrt(rgb.Select((value, i) => Square(value - means[i % Channels])).Average());
    }

    /// <summary>Of all bytes.</summary>
    public double Mean { get; }

    /// <summary>Root of the mean square by which a pixel differs from the mean of its colour.</summary>
    public double Contrast { get; }

    /// <summary>Whether there is something to see.</summary>
    public bool HasContent => Contrast >= LeastContrast;

    /// <summary>How far, at most, the mean of one that is like this is from this one's.</summary>
    public double Reach => Likeness * Contrast;

    /// <summary>Whether two pictures are the same to the eye: of one shape, and different by less than an eighth of their contrast.</summary>
    public bool IsLike(Thumbnail other)
    {
        double most = Math.Min(Reach, other.Reach);
        // Neither can differ by more than the root of the mean square does; and nearly all pairs end here.
        if (Math.Abs(Mean - other.Mean) > most || Math.Abs(Contrast - other.Contrast) > most) return false;
        if (Math.Max(_ratio, other._ratio) > MostStretched * Math.Min(_ratio, other._ratio)) return false;
        long left = (long)(most * most * Bytes);
        for (int i = 0; i < Bytes && left >= 0; i++)
        {
            int difference = _rgb[i] - other._rgb[i];
            left -= difference * difference;
        }
        return left >= 0;
    }

    static double Square(double value) => value * value;
}
