namespace LongTail.Augmentation;

/// <summary>The box of CutMix (Yun et al. 2019): a smaller likeness of the image around a random place, cut off at the border.</summary>
readonly record struct CutBox(int Top, int Left, int Height, int Width)
{
    /// <summary>The box for a share.</summary>
    /// <param name="height">Of the image.</param>
    /// <param name="width">Of the image.</param>
    /// <param name="share">What the image is to keep of its area, if the border cuts nothing off; in [0, 1].</param>
    /// <param name="row">Of the middle: a uniform number in [0, 1).</param>
    /// <param name="column">Of the middle: a uniform number in [0, 1).</param>
    public static CutBox Of(int height, int width, double share, double row, double column)
    {
        double side = Math.Sqrt(1 - share);
        (int top, int bottom) = Stretch(height, (int)(height * side), (int)(row * height));
        (int left, int right) = Stretch(width, (int)(width * side), (int)(column * width));
        return new(top, left, bottom - top, right - left);
    }

    /// <summary>What an image really keeps of its area.</summary>
    /// <param name="pixels">Of the image.</param>
    public double Kept(long pixels) => 1 - (double)Height * Width / pixels;

    static (int From, int To) Stretch(int whole, int length, int middle) => (Math.Max(middle - length / 2, 0), Math.Min(middle + length / 2, whole));
}
