namespace LongTail.Imaging;

/// <summary>A picture of which parts can be drawn, wherever its pixels come from. One thread at a time.</summary>
interface IPicture : IDisposable
{
    /// <summary>Upright.</summary>
    PictureSize Size { get; }

    /// <summary>Draws a part of the picture at a size, with the antialiased triangle filter of Pillow and torchvision ("bilinear").</summary>
    /// <param name="placement">The part and the size.</param>
    /// <param name="rgb">Receives the window: rows x columns x red, green, blue; exactly <see cref="Placement.Bytes"/>.</param>
    /// <exception cref="PictureException">The pixels are missing or damaged.</exception>
    /// <exception cref="ArgumentException">The placement does not fit the picture, or the span the placement.</exception>
    void Draw(Placement placement, Span<byte> rgb);
}
