namespace LongTail.Imaging;

/// <summary>Which part of a picture is seen, and at what size.</summary>
/// <param name="Source">The part, in upright pixels of full resolution. What lies outside does not show, not even through the filter.</param>
/// <param name="Target">The size that the part is resampled to.</param>
/// <param name="Window">The part of the target that is computed.</param>
/// <param name="Mirrored">Left and right are exchanged at the end.</param>
sealed record Placement(PixelBox Source, PictureSize Target, PixelBox Window, bool Mirrored)
{
    /// <summary>Bytes of the drawn window: rows x columns x red, green, blue.</summary>
    public int Bytes => checked(Window.Width * Window.Height * 3);

    /// <summary>All of a target.</summary>
    public static Placement Of(PixelBox source, PictureSize target, bool mirrored = false) => new(source, target, PixelBox.Whole(target), mirrored);

    /// <exception cref="ArgumentException">The source is not inside the picture, or the window not inside the target.</exception>
    internal void Check(PictureSize picture)
    {
        if (!Source.IsInside(picture)) throw new ArgumentException($"Found {Source}, expected a part of a picture of {picture.Width} x {picture.Height} pixels.");
        if (!Window.IsInside(Target)) throw new ArgumentException($"Found window {Window}, expected a part of the target of {Target.Width} x {Target.Height} pixels.");
    }
}
