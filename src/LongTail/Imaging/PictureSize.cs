namespace LongTail.Imaging;

/// <summary>Size of a picture as people see it: upright, after the camera's orientation is applied.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
readonly record struct PictureSize(int Width, int Height)
{
    /// <summary>Width times height.</summary>
    public long Pixels => (long)Width * Height;
}
