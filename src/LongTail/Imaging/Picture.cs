using System.Buffers;
using SkiaSharp;

namespace LongTail.Imaging;

/// <summary>A picture in memory whose header is read and whose pixels are decoded when they are drawn.</summary>
/// <remarks>
/// JPEG, PNG, WebP, BMP and the first frame of a GIF, by Skia. It stands upright as its EXIF data say; what shines through lies on white; 16 bits become
/// 8, palettes and CMYK become red, green and blue. A picture without all its pixels is a fault and not half a picture.
/// </remarks>
sealed class Picture : IDisposable
{
    /// <summary>More pixels are refused from the header, before any memory is taken for them.</summary>
    public const long MostPixels = 50_000_000;

    readonly SKData _data;
    readonly SKCodec _codec;

    Picture(SKData data, SKCodec codec) => (_data, _codec) = (data, codec);

    /// <summary>As it is seen, upright.</summary>
    public PictureSize Size => Orientation.Upright(new(_codec.Info.Width, _codec.Info.Height), _codec.EncodedOrigin);

    /// <summary>Reads the header.</summary>
    /// <param name="file">The whole file; copied.</param>
    /// <exception cref="PictureException">It is no picture, or too large.</exception>
    public static Picture Open(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty) throw new PictureException(PictureFaultKind.Empty, "found no bytes, expected a picture.");
        if (!FileKind.IsPicture(file)) throw new PictureException(PictureFaultKind.NotAPicture, $"found {FileKind.Of(file)}, expected {FileKind.Expected}.");
        SKData data = SKData.CreateCopy(file);
        if (SKCodec.Create(data) is not { } codec)
        {
            data.Dispose();
            throw new PictureException(PictureFaultKind.Damaged, $"found a header that cannot be read, expected {FileKind.Expected}.");
        }
        long pixels = (long)codec.Info.Width * codec.Info.Height;
        if (pixels is > 0 and <= MostPixels) return new(data, codec);
        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        codec.Dispose();
        data.Dispose();
        throw new PictureException(PictureFaultKind.TooLarge, $"found {width} x {height} pixels, expected at most {MostPixels} in all.");
    }

    /// <summary>Draws a part of the picture.</summary>
    /// <param name="placement">Which part, and at what size.</param>
    /// <param name="rgb">The window's rows x columns x 3 bytes, to be filled.</param>
    /// <exception cref="PictureException">The pixels are damaged, or not all there.</exception>
    /// <remarks>
    /// A JPEG is decoded no further than the rows that are wanted, and at a half, a quarter or an eighth of its size where that still has as many pixels as
    /// the target. Against decoding whole, the latter moves a byte by two or three on average, since the decoder then averages where the filter would.
    /// </remarks>
    public void Draw(Placement placement, Span<byte> rgb)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rgb.Length, 3 * placement.Window.Width * placement.Window.Height, nameof(rgb));
        bool plain = _codec.EncodedFormat == SKEncodedImageFormat.Jpeg && _codec.EncodedOrigin == SKEncodedOrigin.TopLeft;
        using DecodedRows rows = plain ? Part(placement) : Whole();
        Resampling.Draw(rows, placement, (double)rows.Width / Size.Width, (double)rows.FullHeight / Size.Height, rgb);
    }

    public void Dispose()
    {
        _codec.Dispose();
        _data.Dispose();
    }

    DecodedRows Part(Placement placement)
    {
        SKSizeI size = _codec.Info.Size;
        foreach (float share in (ReadOnlySpan<float>)[0.125f, 0.25f, 0.5f])
        {
            SKSizeI scaled = _codec.GetScaledDimensions(share);
            if (scaled.Width >= size.Width || placement.Source.Width * share < placement.Target.Width || placement.Source.Height * share < placement.Target.Height) continue;
            size = scaled;
            break;
        }
        (int first, int last) = Resampling.RowsFor(placement, (double)size.Height / _codec.Info.Height, size.Height);
        SKImageInfo info = new(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        if (_codec.StartScanlineDecode(info) != SKCodecResult.Success) return Whole();
        DecodedRows rows = new(size.Width, size.Height, first, last - first);
        try
        {
            if (first > 0 && !_codec.SkipScanlines(first)) throw Incomplete();
            unsafe
            {
                fixed (byte* pixels = rows.Pixels)
                    if (_codec.GetScanlines((nint)pixels, rows.Count, 4 * rows.Width) != rows.Count) throw Incomplete();
            }
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    DecodedRows Whole()
    {
        SKImageInfo info = new(_codec.Info.Width, _codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        DecodedRows rows = new(info.Width, info.Height, 0, info.Height);
        try
        {
            SKCodecResult result;
            unsafe
            {
                fixed (byte* pixels = rows.Pixels) result = _codec.GetPixels(info, (nint)pixels);
            }
            if (result != SKCodecResult.Success) throw result == SKCodecResult.IncompleteInput ? Incomplete()
                : new PictureException(PictureFaultKind.Damaged, $"found pixels that cannot be decoded ({result}), expected a sound picture.");
            if (_codec.Info.AlphaType != SKAlphaType.Opaque) OnWhite(rows.Pixels.AsSpan(0, 4 * rows.Width * rows.Count));
            return _codec.EncodedOrigin == SKEncodedOrigin.TopLeft ? rows : Orientation.Turn(rows, _codec.EncodedOrigin);
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    static void OnWhite(Span<byte> rgba)
    {
        for (int i = 0; i < rgba.Length; i += 4)
        {
            int alpha = rgba[i + 3];
            if (alpha == 255) continue;
            for (int channel = i; channel < i + 3; channel++) rgba[channel] = (byte)((rgba[channel] * alpha + 255 * (255 - alpha) + 127) / 255);
        }
    }

    static PictureException Incomplete() => new(PictureFaultKind.Truncated, "found the file at its end before the picture's, expected all of its pixels.");
}

/// <summary>Some rows of a picture in borrowed memory, four bytes a pixel.</summary>
/// <param name="width">Pixels in a row.</param>
/// <param name="fullHeight">Rows of the whole picture at this scale.</param>
/// <param name="first">First row that is here.</param>
/// <param name="count">Rows that are here.</param>
sealed class DecodedRows(int width, int fullHeight, int first, int count) : IDisposable
{
    public int Width => width;

    public int FullHeight => fullHeight;

    public int First => first;

    public int Count => count;

    /// <summary>Red, green, blue and one byte more, row after row; the array may be longer.</summary>
    public byte[] Pixels { get; private set; } = ArrayPool<byte>.Shared.Rent(checked(4 * width * count));

    public void Dispose()
    {
        if (Pixels.Length > 0) ArrayPool<byte>.Shared.Return(Pixels);
        Pixels = [];
    }
}
