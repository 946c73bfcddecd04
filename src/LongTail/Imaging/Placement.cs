namespace LongTail.Imaging;

/// <summary>Columns and rows of a picture that stands upright.</summary>
readonly record struct PictureSize(int Width, int Height);

/// <summary>A rectangle of whole pixels.</summary>
readonly record struct PixelBox(int Left, int Top, int Width, int Height);

/// <summary>Which part of a picture is seen, and at what size.</summary>
/// <param name="Source">Part of the upright picture, in its own pixels; what lies outside has no influence.</param>
/// <param name="Target">Size that the part is brought to.</param>
/// <param name="Window">Part of the target that is wanted; the rest is not computed.</param>
sealed record Placement(PixelBox Source, PictureSize Target, PixelBox Window);
