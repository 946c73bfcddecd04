using System.Runtime.InteropServices;

namespace LongTail.Imaging;

/// <summary>How the stored pixels lie when a picture is upright: the eight values of EXIF.</summary>
/// <remarks>An upright pixel (x, y) is the stored one at (x, y), exchanged when transposed, then counted from the other end where reversed.</remarks>
/// <param name="Transposed">Stored columns are upright rows.</param>
/// <param name="ReversedColumns">Stored columns count from the other end.</param>
/// <param name="ReversedRows">Stored rows count from the other end.</param>
readonly record struct Orientation(bool Transposed, bool ReversedColumns, bool ReversedRows)
{
    /// <summary>The stored pixels are upright already.</summary>
    public static readonly Orientation Upright = new(false, false, false);

    /// <summary>From EXIF's number.</summary>
    /// <param name="value">1 to 8; anything else counts as 1, as viewers do.</param>
    public static Orientation FromExif(int value) => value switch
    {
        2 => new(false, true, false),
        3 => new(false, true, true),
        4 => new(false, false, true),
        5 => new(true, false, false),
        6 => new(true, false, true),
        7 => new(true, true, true),
        8 => new(true, true, false),
        _ => Upright,
    };

    /// <summary>A stored size made upright, or an upright one as stored.</summary>
    public PictureSize Turn(PictureSize size) => Transposed ? new(size.Height, size.Width) : size;

    /// <summary>Where the pixels of an upright box are stored.</summary>
    /// <param name="box">Upright.</param>
    /// <param name="stored">Size of the stored picture.</param>
    public PixelBox ToStored(PixelBox box, PictureSize stored)
    {
        PixelBox turned = Transposed ? new(box.Top, box.Left, box.Height, box.Width) : box;
        return turned with
        {
            Left = ReversedColumns ? stored.Width - turned.Right : turned.Left,
            Top = ReversedRows ? stored.Height - turned.Bottom : turned.Top,
        };
    }

    /// <summary>Copies stored pixels so that they are upright.</summary>
    /// <param name="block">Stored pixels; they may be more than the box.</param>
    /// <param name="box">The wanted ones, upright.</param>
    /// <param name="stored">Size of the stored picture.</param>
    public PixelBlock MakeUpright(PixelBlock block, PixelBox box, PictureSize stored)
    {
        PixelBox from = ToStored(box, stored);
        ReadOnlySpan<uint> pixels = MemoryMarshal.Cast<byte, uint>(block.Bytes);
        int firstColumn = (ReversedColumns ? from.Right - 1 : from.Left) - block.Box.Left;
        int firstRow = (ReversedRows ? from.Bottom - 1 : from.Top) - block.Box.Top;
        int column = ReversedColumns ? -1 : 1, row = (ReversedRows ? -1 : 1) * block.Box.Width;
        (int alongX, int alongY) = Transposed ? (row, column) : (column, row);
        int start = firstRow * block.Box.Width + firstColumn;

        PixelBlock upright = new(box);
        Span<uint> to = MemoryMarshal.Cast<byte, uint>(upright.Bytes);
        for (int y = 0, at = 0; y < box.Height; y++)
            for (int x = 0, place = start + y * alongY; x < box.Width; x++, place += alongX) to[at++] = pixels[place];
        return upright;
    }
}
