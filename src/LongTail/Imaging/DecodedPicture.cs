using System.Buffers;
using System.Runtime.CompilerServices;

namespace LongTail.Imaging;

/// <summary>A picture whose pixels are there already: upright, three bytes each.</summary>
/// <param name="size">Columns and rows.</param>
/// <param name="memory">Rows x columns x red, green, blue, and perhaps more after them; given back when the picture is disposed.</param>
sealed class DecodedPicture(PictureSize size, IMemoryOwner<byte> memory) : IPicture
{
    const int Channels = 3;

    /// <summary>A picture brought to the size that packs keep: its shorter side so long, or as it is where that is shorter.</summary>
    /// <remarks>The one place where packed pixels are made, for packs and for those who do without. A JPEG may be decoded reduced, as for any other drawing.</remarks>
    /// <param name="picture">Stays the caller's.</param>
    /// <param name="shorterSide">In pixels.</param>
    /// <exception cref="PictureException">The pixels are missing or damaged.</exception>
    public static DecodedPicture Of(IPicture picture, int shorterSide)
    {
        Placement whole = Placements.ShorterSideAtMost(picture.Size, shorterSide);
        IMemoryOwner<byte> memory = MemoryPool<byte>.Shared.Rent(whole.Bytes);
        try
        {
            picture.Draw(whole, memory.Memory.Span[..whole.Bytes]);
            return new(whole.Target, memory);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public PictureSize Size => size;

    /// <summary>Rows x columns x red, green, blue.</summary>
    public ReadOnlySpan<byte> Rgb => memory.Memory.Span[..(int)(size.Pixels * Channels)];

    /// <inheritdoc/>
    public void Draw(Placement placement, Span<byte> rgb)
    {
        placement.Check(size);
        if (rgb.Length != placement.Bytes) throw new ArgumentException($"Found room for {rgb.Length} bytes, expected {placement.Bytes}.", nameof(rgb));

        (AxisTaps columns, AxisTaps rows) = Reduction.None.Taps(placement, size, Orientation.Upright);
        using PixelBlock block = new(new(columns.First, rows.First, columns.End - columns.First, rows.End - rows.First));
        ReadOnlySpan<byte> from = Rgb;
        for (int row = 0; row < block.Box.Height; row++)
            Widen(from.Slice(((block.Box.Top + row) * size.Width + block.Box.Left) * Channels, block.Box.Width * Channels), block.Bytes.Slice(row * block.Stride, block.Stride));
        TriangleFilter.Resample(block, columns, rows, rgb);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => memory.Dispose();

    // Four bytes are copied for three, the next pixel's red being the one that does not count; the last pixel has none after it.
    static void Widen(ReadOnlySpan<byte> rgb, Span<byte> pixels)
    {
        int last = pixels.Length / PixelBlock.PixelBytes - 1;
        ref byte from = ref Unsafe.AsRef(in rgb[0]);
        ref byte to = ref pixels[0];
        for (int i = 0; i < last; i++)
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, i * PixelBlock.PixelBytes), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, i * Channels)));
        rgb[(last * Channels)..].CopyTo(pixels[(last * PixelBlock.PixelBytes)..]);
    }
}
