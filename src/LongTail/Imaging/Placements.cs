namespace LongTail.Imaging;

/// <summary>The placements of the field, rounded as torchvision rounds them.</summary>
static class Placements
{
    const int Tries = 10;

    /// <summary>A part of random area and shape, brought to a square (torchvision's RandomResizedCrop).</summary>
    /// <param name="size">Of the picture.</param>
    /// <param name="side">Of the square.</param>
    /// <param name="area">Least and greatest share of the picture's area.</param>
    /// <param name="ratio">Least and greatest width over height; drawn evenly on a logarithmic scale.</param>
    /// <param name="uniform">The n-th number in [0, 1).</param>
    /// <returns>After ten parts that do not fit, the greatest part in the centre whose shape is allowed.</returns>
    public static Placement RandomResizedCrop(PictureSize size, int side, (double Least, double Greatest) area, (double Least, double Greatest) ratio, Func<int, double> uniform)
    {
        (int width, int height) = (size.Width, size.Height);
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            double pixels = (double)width * height * Between(area.Least, area.Greatest, uniform(4 * attempt));
            double shape = Math.Exp(Between(Math.Log(ratio.Least), Math.Log(ratio.Greatest), uniform(4 * attempt + 1)));
            int w = (int)Math.Round(Math.Sqrt(pixels * shape)), h = (int)Math.Round(Math.Sqrt(pixels / shape));
            if (w < 1 || h < 1 || w > width || h > height) continue;
            return Square(new((int)(uniform(4 * attempt + 2) * (width - w + 1)), (int)(uniform(4 * attempt + 3) * (height - h + 1)), w, h), side);
        }
        double own = (double)width / height;
        (int wide, int high) = own < ratio.Least ? (width, Math.Min(height, (int)Math.Round(width / ratio.Least)))
            : own > ratio.Greatest ? (Math.Min(width, (int)Math.Round(height * ratio.Greatest)), height)
            : (width, height);
        return Square(new((width - wide) / 2, (height - high) / 2, wide, high), side);
    }

    /// <summary>The shorter side brought to a length, and a square cut from the centre (torchvision's Resize and CenterCrop).</summary>
    /// <param name="size">Of the picture.</param>
    /// <param name="shorterSide">After resizing; no less than the square's.</param>
    /// <param name="side">Of the square.</param>
    public static Placement ResizeShorterSideThenCentreCrop(PictureSize size, int shorterSide, int side)
    {
        PictureSize target = size.Width <= size.Height
            ? new(shorterSide, (int)((long)shorterSide * size.Height / size.Width))
            : new((int)((long)shorterSide * size.Width / size.Height), shorterSide);
        return new(new(0, 0, size.Width, size.Height), target, new(Middle(target.Width), Middle(target.Height), side, side));

        int Middle(int length) => (int)Math.Round((length - side) / 2.0);
    }

    static Placement Square(PixelBox source, int side) => new(source, new(side, side), new(0, 0, side, side));

    static double Between(double low, double high, double share) => low + (high - low) * share;
}
