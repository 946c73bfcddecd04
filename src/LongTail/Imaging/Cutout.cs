namespace LongTail.Imaging;

/// <summary>Hides a square of a picture (DeVries and Taylor 2017).</summary>
static class Cutout
{
    /// <summary>Fills a square around a pixel; what lies outside the picture is cut off, so that less is hidden near its border.</summary>
    /// <param name="rgb">Rows x columns x red, green, blue; changed in place.</param>
    /// <param name="size">Columns and rows.</param>
    /// <param name="side">Of the square, in pixels.</param>
    /// <param name="column">Of the middle: a uniform number in [0, 1).</param>
    /// <param name="row">Of the middle: a uniform number in [0, 1).</param>
    /// <param name="fill">Red, green and blue; the mean of the training pictures where zero is meant after normalisation, as in the authors' code.</param>
    public static void Apply(Span<byte> rgb, PictureSize size, int side, double column, double row, (byte Red, byte Green, byte Blue) fill)
    {
        int left = (int)(column * size.Width) - side / 2, top = (int)(row * size.Height) - side / 2;
        int right = Math.Min(left + side, size.Width), bottom = Math.Min(top + side, size.Height);
        for (int y = Math.Max(top, 0); y < bottom; y++)
            for (int x = Math.Max(left, 0); x < right; x++)
                (rgb[(y * size.Width + x) * 3], rgb[(y * size.Width + x) * 3 + 1], rgb[(y * size.Width + x) * 3 + 2]) = fill;
    }
}
