namespace LongTail.Imaging;

/// <summary>A rectangle of whole pixels; columns count from the left, rows from the top, both from 0.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Width">Columns, 1 or more.</param>
/// <param name="Height">Rows, 1 or more.</param>
readonly record struct PixelBox(int Left, int Top, int Width, int Height)
{
    /// <summary>First column to the right of it.</summary>
    public int Right => Left + Width;

    /// <summary>First row below it.</summary>
    public int Bottom => Top + Height;

    /// <summary>The whole of something.</summary>
    public static PixelBox Whole(PictureSize size) => new(0, 0, size.Width, size.Height);

    /// <summary>Whether it is not empty and lies inside a picture; no size overflows.</summary>
    public bool IsInside(PictureSize size) =>
        Left >= 0 && Top >= 0 && Width >= 1 && Height >= 1 && Width <= size.Width - Left && Height <= size.Height - Top;
}
