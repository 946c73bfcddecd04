namespace LongTail.Data;

/// <summary>Size of the images of a set, in the order they lie in memory: rows, columns, channels.</summary>
/// <param name="Height">Rows, H.</param>
/// <param name="Width">Columns, W.</param>
/// <param name="Channels">1 for grey, 3 for red, green, blue.</param>
public readonly record struct ImageShape(int Height, int Width, int Channels)
{
    /// <summary>Bytes of one image.</summary>
    public int Bytes => Height * Width * Channels;
}
