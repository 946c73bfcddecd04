namespace LongTail.Imaging;

/// <summary>How many times smaller than stored a JPEG file is decoded: 1, 2, 4 or 8.</summary>
/// <remarks>
/// The decoder leaves high frequencies out of each block of 8 x 8 instead of computing and then averaging them away, so that a reduced pixel is about
/// the mean of the pixels it stands for. After the filter the pixels are not those of a full decode: on noisy pictures of 500 x 375 pixels (quality 96),
/// halved, they differed by 0.4 to 0.9 of 255 levels in the mean and by 5 at most.
/// </remarks>
/// <param name="Divisor">1, 2, 4 or 8.</param>
readonly record struct Reduction(int Divisor)
{
    const int Largest = 8;

    /// <summary>As stored.</summary>
    public static readonly Reduction None = new(1);

    /// <summary>The largest that leaves the source no smaller than the target.</summary>
    public static Reduction For(Placement placement)
    {
        int divisor = 1;
        while (divisor < Largest && placement.Source.Width >= 2L * divisor * placement.Target.Width && placement.Source.Height >= 2L * divisor * placement.Target.Height) divisor *= 2;
        return new(divisor);
    }

    /// <summary>Size of a reduced picture: a last block of pixels that is not full counts.</summary>
    public PictureSize Of(PictureSize stored) => new((stored.Width + Divisor - 1) / Divisor, (stored.Height + Divisor - 1) / Divisor);

    /// <summary>The filter of both axes, upright, on reduced pixels.</summary>
    public (AxisTaps Columns, AxisTaps Rows) Taps(Placement placement, PictureSize stored, Orientation orientation)
    {
        PictureSize reduced = Of(stored), upright = orientation.Turn(reduced);
        // A last block that is not full comes first where an axis is reversed.
        int missingColumns = orientation.ReversedColumns ? reduced.Width * Divisor - stored.Width : 0;
        int missingRows = orientation.ReversedRows ? reduced.Height * Divisor - stored.Height : 0;
        (int left, int top) = orientation.Transposed ? (missingRows, missingColumns) : (missingColumns, missingRows);
        (PixelBox source, PictureSize target, PixelBox window, bool mirrored) = placement;
        double divisor = Divisor;
        return (AxisTaps.Triangle((source.Left + left) / divisor, source.Width / divisor, upright.Width, target.Width, window.Left, window.Width, mirrored),
            AxisTaps.Triangle((source.Top + top) / divisor, source.Height / divisor, upright.Height, target.Height, window.Top, window.Height, reversed: false));
    }
}
