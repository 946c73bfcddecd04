using SkiaSharp;

namespace LongTail.Imaging;

/// <summary>Decodes with Skia, which brings its own libjpeg-turbo, libpng and libwebp. Colour profiles are not applied.</summary>
sealed class SkiaDecoder : IDisposable
{
    const string Header = "header", Pixels = "pixels";
    const byte Paper = 255;   // transparent pixels show white

    readonly SKData _data;
    readonly SKCodec _codec;
    readonly PictureFormat _format;

    SkiaDecoder(SKData data, SKCodec codec, PictureFormat format) => (_data, _codec, _format) = (data, codec, format);

    /// <summary>Reads the header.</summary>
    /// <param name="file">First byte of the file; it stays where it is until the decoder is disposed.</param>
    /// <param name="length">Bytes of the file.</param>
    /// <param name="format">As its first bytes say.</param>
    /// <exception cref="PictureException">The header is damaged, incomplete or of a kind that Skia does not read.</exception>
    public static SkiaDecoder Open(nint file, int length, PictureFormat format)
    {
        PictureLibrary.EnsureLoaded();
        SKData data = SKData.Create(file, length);
        SKCodec? codec = SKCodec.Create(new SKMemoryStream(data), out SKCodecResult result);   // the stream belongs to the codec
        if (codec is not null && codec.EncodedFormat == Encoded(format) && codec.Info is { Width: > 0, Height: > 0 }) return new(data, codec, format);
        codec?.Dispose();
        data.Dispose();
        throw result == SKCodecResult.Success ? new PictureException(PictureFault.Unsupported, $"found a {format} file of a kind that is not read here") : Fault(result, Header);
    }

    /// <summary>As stored.</summary>
    public PictureSize Stored => new(_codec.Info.Width, _codec.Info.Height);

    /// <summary>How the stored pixels lie when the picture is upright.</summary>
    public Orientation Orientation => Orientation.FromExif((int)_codec.EncodedOrigin);

    /// <summary>Decodes a part of the picture, of JPEG files the rows and columns of that part alone.</summary>
    /// <param name="part">In stored pixels of the reduced picture.</param>
    /// <param name="reduced">Size of the stored picture divided by 1, or, of JPEG files, by 2, 4 or 8, rounded up.</param>
    /// <exception cref="PictureException">Pixels are missing or damaged.</exception>
    public PixelBlock Decode(PixelBox part, PictureSize reduced) => _format == PictureFormat.Jpeg ? DecodeRows(part, reduced) : DecodeWhole(part);

    PixelBlock DecodeRows(PixelBox part, PictureSize reduced)
    {
        // A few columns more: the chroma of the outermost ones is interpolated with what lies beyond.
        const int Margin = 8;
        int left = Math.Max(part.Left - Margin, 0), right = Math.Min(part.Right + Margin, reduced.Width);
        SKImageInfo info = new(reduced.Width, reduced.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        SKCodecOptions columns = new(new SKRectI(left, 0, right, reduced.Height));
        Check(_codec.StartScanlineDecode(info, columns));
        if (part.Top > 0 && !_codec.SkipScanlines(part.Top)) throw Fault(SKCodecResult.ErrorInInput, Pixels);
        PixelBlock block = new(new(left, part.Top, right - left, part.Height));
        try
        {
            if (GetRows(block) < part.Height) throw Fault(SKCodecResult.ErrorInInput, Pixels);
            return block;
        }
        catch
        {
            block.Dispose();
            throw;
        }
    }

    unsafe int GetRows(PixelBlock block)
    {
        fixed (byte* pixels = block.Bytes) return _codec.GetScanlines((nint)pixels, block.Box.Height, block.Stride);
    }

    unsafe PixelBlock DecodeWhole(PixelBox part)
    {
        bool opaque = _codec.Info.AlphaType == SKAlphaType.Opaque;
        SKImageInfo info = new(Stored.Width, Stored.Height, SKColorType.Rgba8888, opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        PixelBlock block = new(PixelBox.Whole(Stored));
        try
        {
            if (_format == PictureFormat.Gif) block.Bytes.Clear();   // a frame may cover a part of its canvas
            fixed (byte* pixels = block.Bytes) Check(_codec.GetPixels(info, (nint)pixels, block.Stride, SKCodecOptions.Default));
            if (!opaque) LayOnPaper(block, part);
            return block;
        }
        catch
        {
            block.Dispose();
            throw;
        }
    }

    static void LayOnPaper(PixelBlock block, PixelBox part)
    {
        for (int y = part.Top; y < part.Bottom; y++)
        {
            Span<byte> row = block.Bytes.Slice(y * block.Stride + part.Left * PixelBlock.PixelBytes, part.Width * PixelBlock.PixelBytes);
            for (int at = 0; at < row.Length; at += PixelBlock.PixelBytes)
            {
                int alpha = row[at + 3];
                if (alpha == byte.MaxValue) continue;
                for (int channel = 0; channel < 3; channel++) row[at + channel] = Divide255(row[at + channel] * alpha + Paper * (byte.MaxValue - alpha));
            }
        }
    }

    // Rounded; exact for products of bytes.
    static byte Divide255(int product) => (byte)((product + 128 + ((product + 128) >> 8)) >> 8);

    static void Check(SKCodecResult result)
    {
        if (result != SKCodecResult.Success) throw Fault(result, Pixels);
    }

    static PictureException Fault(SKCodecResult result, string part) => result switch
    {
        SKCodecResult.IncompleteInput => new(PictureFault.Truncated, $"found a file that ends within its {part}"),
        SKCodecResult.InvalidInput or SKCodecResult.ErrorInInput or SKCodecResult.CouldNotRewind or SKCodecResult.InternalError => new(PictureFault.Damaged, $"found damaged {part}"),
        _ => new(PictureFault.Unsupported, $"found {part} of a kind that is not read here ({result})"),
    };

    static SKEncodedImageFormat Encoded(PictureFormat format) => format switch
    {
        PictureFormat.Jpeg => SKEncodedImageFormat.Jpeg,
        PictureFormat.Png => SKEncodedImageFormat.Png,
        PictureFormat.WebP => SKEncodedImageFormat.Webp,
        PictureFormat.Bmp => SKEncodedImageFormat.Bmp,
        _ => SKEncodedImageFormat.Gif,
    };

    public void Dispose()
    {
        _codec.Dispose();
        _data.Dispose();
    }
}
