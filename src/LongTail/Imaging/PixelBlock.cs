namespace LongTail.Imaging;

/// <summary>Decoded pixels of a part of a picture, four bytes each: red, green, blue and one that does not count. Its memory is lent by a pool.</summary>
sealed class PixelBlock : IDisposable
{
    /// <summary>Bytes of a pixel.</summary>
    public const int PixelBytes = 4;

    /// <summary>Bytes after the last pixel that may be read: the filter reads pixels in pairs.</summary>
    public const int Slack = 2 * PixelBytes;

    byte[]? _memory;

    /// <param name="box">Where the pixels lie in their picture.</param>
    public PixelBlock(PixelBox box)
    {
        Box = box;
        _memory = PictureMemory.Rent(checked(box.Width * box.Height * PixelBytes + Slack));
    }

    /// <summary>Where the pixels lie in their picture.</summary>
    public PixelBox Box { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride => Box.Width * PixelBytes;

    /// <summary>The rows, one after the other; what they hold at first is arbitrary.</summary>
    public Span<byte> Bytes => _memory.AsSpan(0, Stride * Box.Height);

    /// <summary>The rows and the slack after them.</summary>
    public Span<byte> BytesWithSlack => _memory.AsSpan(0, Stride * Box.Height + Slack);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_memory is null) return;
        PictureMemory.Return(_memory);
        _memory = null;
    }
}
