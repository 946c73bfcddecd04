namespace LongTail.Imaging;

/// <summary>The placements that image classification is trained and tested with, by torchvision's rules and roundings.</summary>
static class Placements
{
    /// <summary>Tries of <see cref="RandomResizedCrop"/> before it takes the middle.</summary>
    public const int Tries = 10;

    /// <summary>Random numbers that <see cref="RandomResizedCrop"/> may ask for: positions 0 to this, exclusive.</summary>
    public const int CropNumbers = 4 * Tries;

    /// <summary>A part of random area and shape, as Inception was trained with.</summary>
    /// <remarks>
    /// torchvision's <c>RandomResizedCrop</c>: the area is a uniform share of the picture's, the ratio of width to height is uniform in its logarithm; what
    /// does not fit is drawn again, ten times in all, and then the middle is taken, as wide or high as the ratios allow. Try t uses the numbers 4t (area),
    /// 4t + 1 (ratio), 4t + 2 (row) and 4t + 3 (column).
    /// </remarks>
    /// <param name="picture">Upright.</param>
    /// <param name="target">Size of the result.</param>
    /// <param name="uniform">The number at a position, in [0, 1).</param>
    /// <param name="mirrored">Left and right are exchanged.</param>
    /// <param name="range">Areas and ratios; torchvision's where left out.</param>
    public static Placement RandomResizedCrop(PictureSize picture, PictureSize target, Func<int, double> uniform, bool mirrored = false, CropRange? range = null)
    {
        CropRange allowed = range ?? CropRange.Usual;
        double low = Math.Log(allowed.LowestRatio), high = Math.Log(allowed.HighestRatio);
        for (int at = 0; at < CropNumbers; at += 4)
        {
            double area = picture.Pixels * Between(allowed.LeastArea, allowed.MostArea, uniform(at)), ratio = Math.Exp(Between(low, high, uniform(at + 1)));
            int width = Rounded(Math.Sqrt(area * ratio)), height = Rounded(Math.Sqrt(area / ratio));
            if (width < 1 || width > picture.Width || height < 1 || height > picture.Height) continue;
            int top = (int)(uniform(at + 2) * (picture.Height - height + 1)), left = (int)(uniform(at + 3) * (picture.Width - width + 1));
            return Placement.Of(new(left, top, width, height), target, mirrored);
        }
        return Placement.Of(Middle(picture, allowed), target, mirrored);
    }

    /// <summary>The shorter side becomes so long, and the middle of the result is taken: how networks are tested.</summary>
    /// <remarks>torchvision's <c>Resize(resize)</c> and <c>CenterCrop(crop)</c>; no pixel outside the middle is computed.</remarks>
    /// <param name="picture">Upright.</param>
    /// <param name="resize">Of the shorter side, in pixels.</param>
    /// <param name="crop">Side of the square that is taken, 1 to <paramref name="resize"/>: torchvision would fill up with black what is missing.</param>
    public static Placement ResizeShorterSideThenCentreCrop(PictureSize picture, int resize, int crop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(crop, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(crop, resize);
        PictureSize target = WithShorterSide(picture, resize);
        PixelBox window = new(Rounded((target.Width - crop) / 2.0), Rounded((target.Height - crop) / 2.0), crop, crop);
        return new(PixelBox.Whole(picture), target, window, Mirrored: false);
    }

    /// <summary>All of a picture, its shorter side brought to a length, or all of it as it is where that side is shorter.</summary>
    /// <remarks>torchvision's <c>Resize</c>, which would enlarge; whoever draws from the result can do that later, and it needs less room.</remarks>
    /// <param name="picture">Upright.</param>
    /// <param name="side">Of the shorter side at most, in pixels.</param>
    public static Placement ShorterSideAtMost(PictureSize picture, int side) =>
        Placement.Of(PixelBox.Whole(picture), Math.Min(picture.Width, picture.Height) <= side ? picture : WithShorterSide(picture, side));

    static PictureSize WithShorterSide(PictureSize picture, int side) => picture.Width <= picture.Height
        ? new(side, (int)((long)side * picture.Height / picture.Width))
        : new((int)((long)side * picture.Width / picture.Height), side);

    static PixelBox Middle(PictureSize picture, CropRange range)
    {
        double ratio = (double)picture.Width / picture.Height;
        int width = ratio > range.HighestRatio ? Math.Max(Rounded(picture.Height * range.HighestRatio), 1) : picture.Width;
        int height = ratio < range.LowestRatio ? Math.Max(Rounded(picture.Width / range.LowestRatio), 1) : picture.Height;
        return new((picture.Width - width) / 2, (picture.Height - height) / 2, width, height);
    }

    static double Between(double low, double high, double share) => low + (high - low) * share;

    // Halves go to the even neighbour, as in Python.
    static int Rounded(double value) => (int)Math.Round(value, MidpointRounding.ToEven);
}
