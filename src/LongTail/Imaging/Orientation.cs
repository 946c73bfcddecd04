using System.Runtime.InteropServices;
using SkiaSharp;

namespace LongTail.Imaging;

/// <summary>Stands pictures upright: cameras store how they were held, not the turned picture.</summary>
static class Orientation
{
    /// <summary>Size after turning.</summary>
    public static PictureSize Upright(PictureSize stored, SKEncodedOrigin origin) => Turned(origin) ? new(stored.Height, stored.Width) : stored;

    /// <summary>The whole picture turned; the memory of the stored one is given back.</summary>
    public static DecodedRows Turn(DecodedRows stored, SKEncodedOrigin origin)
    {
        using DecodedRows from = stored;
        PictureSize size = Upright(new(from.Width, from.Count), origin);
        DecodedRows upright = new(size.Width, size.Height, 0, size.Height);
        Span<uint> source = MemoryMarshal.Cast<byte, uint>(from.Pixels.AsSpan()), target = MemoryMarshal.Cast<byte, uint>(upright.Pixels.AsSpan());
        for (int y = 0; y < size.Height; y++)
            for (int x = 0; x < size.Width; x++)
            {
                (int row, int column) = Turned(origin) ? (x, y) : (y, x);
                if (origin is SKEncodedOrigin.TopRight or SKEncodedOrigin.BottomRight or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom) column = from.Width - 1 - column;
                if (origin is SKEncodedOrigin.BottomLeft or SKEncodedOrigin.BottomRight or SKEncodedOrigin.RightBottom or SKEncodedOrigin.RightTop) row = from.Count - 1 - row;
                target[y * size.Width + x] = source[row * from.Width + column];
            }
        return upright;
    }

    static bool Turned(SKEncodedOrigin origin) => origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
}
