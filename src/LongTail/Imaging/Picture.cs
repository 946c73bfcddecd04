using System.Buffers;
using System.Buffers.Binary;

namespace LongTail.Imaging;

/// <summary>A picture file in memory whose header is read: its format and upright size are known, no pixel is decoded.</summary>
/// <remarks>
/// Upright means that the EXIF orientation of JPEG, WebP and PNG files is applied, other than in torchvision's <c>ImageFolder</c>.
/// Transparent pixels lie on white, colour profiles are not applied, of an animation the first frame counts. A JPEG file without its end
/// marker is truncated, as for Pillow; so is a PNG file that ends within a chunk. One thread at a time.
/// </remarks>
sealed class Picture : IPicture
{
    /// <summary>Pixels a picture may have unless told otherwise: 50 million, 200 MB when decoded whole.</summary>
    public const int UsualMostPixels = 50_000_000;

    readonly ReadOnlyMemory<byte> _file;
    MemoryHandle _pin;
    TurboJpeg? _turbo;
    readonly JpegLayout _jpeg;
    readonly SkiaDecoder _skia;
    readonly PictureSize _stored;
    readonly Orientation _orientation;

    /// <summary>Reads the header.</summary>
    /// <param name="file">All bytes of the file; they stay in use until the picture is disposed.</param>
    /// <param name="mostPixels">A header that promises more is refused before memory is taken.</param>
    /// <param name="library">Who decodes JPEG files.</param>
    /// <exception cref="PictureException">The file is empty, no picture, damaged, too large, or of a kind that is not read.</exception>
    public static Picture Open(ReadOnlyMemory<byte> file, long mostPixels = UsualMostPixels, JpegLibrary library = JpegLibrary.Fastest) => new(file, mostPixels, library);

    Picture(ReadOnlyMemory<byte> file, long mostPixels, JpegLibrary library)
    {
        _file = file;
        Format = FileSignature.Identify(file.Span, file.Length);
        if (Format == PictureFormat.Jpeg)
        {
            _jpeg = JpegLayout.Read(file.Span);
            CheckSize(_jpeg.Size, mostPixels);
            if (!_jpeg.IsWhole) throw new PictureException(PictureFault.Truncated, "found a JPEG file that ends before its end marker");
        }
        else
        {
            if (HeaderSize.Read(Format, file.Span) is { } size) CheckSize(size, mostPixels);
            if (Format == PictureFormat.WebP) CheckLength(file.Span);
            if (Format == PictureFormat.Png && PngChunks.EndWithin(file.Span) is { } cut) throw new PictureException(PictureFault.Truncated, $"found a PNG file that ends within its chunk {cut}");
        }
        _pin = file.Pin();
        try
        {
            _skia = OpenSkia(file.Length);
            _stored = _skia.Stored;
            _orientation = Format == PictureFormat.Png ? Orientation.FromExif(ExifOrientation.Read(PngChunks.Exif(file.Span))) : _skia.Orientation;
            CheckSize(_stored, mostPixels);
            if (library == JpegLibrary.Fastest && _jpeg.Components is 1 or 3 && _jpeg.Size == _stored) _turbo = TurboJpeg.OfSystem;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>As the first bytes say.</summary>
    public PictureFormat Format { get; }

    /// <summary>Upright.</summary>
    public PictureSize Size => _orientation.Turn(_stored);

    /// <summary>Draws a part of the picture at a size, with the antialiased triangle filter of Pillow and torchvision ("bilinear").</summary>
    /// <param name="placement">The part and the size.</param>
    /// <param name="rgb">Receives the window: rows x columns x red, green, blue; exactly <see cref="Placement.Bytes"/>.</param>
    /// <param name="mayScale">Lets the JPEG decoder halve the picture, once to three times, where the source is that much larger than the target in both
    /// directions. Faster, and not what a full decode gives: see <see cref="Reduction"/>.</param>
    /// <exception cref="PictureException">The pixels are missing or damaged.</exception>
    /// <exception cref="ArgumentException">The placement does not fit the picture, or the span the placement.</exception>
    public void Draw(Placement placement, Span<byte> rgb, bool mayScale = true)
    {
        placement.Check(Size);
        if (rgb.Length != placement.Bytes) throw new ArgumentException($"Found room for {rgb.Length} bytes, expected {placement.Bytes}.", nameof(rgb));

        Reduction reduction = mayScale && Format == PictureFormat.Jpeg ? Reduction.For(placement) : Reduction.None;
        PictureSize stored = reduction.Of(_stored);
        (AxisTaps columns, AxisTaps rows) = reduction.Taps(placement, _stored, _orientation);
        PixelBox needed = new(columns.First, rows.First, columns.End - columns.First, rows.End - rows.First);
        using PixelBlock block = Decode(_orientation.ToStored(needed, stored), stored, reduction);
        if (_orientation == Orientation.Upright) TriangleFilter.Resample(block, columns, rows, rgb);
        else
        {
            using PixelBlock upright = _orientation.MakeUpright(block, needed, stored);
            TriangleFilter.Resample(upright, columns, rows, rgb);
        }
    }

    void IPicture.Draw(Placement placement, Span<byte> rgb) => Draw(placement, rgb);

    /// <summary>Looks for damage that a decoder of JPEG files paints over; what it does not, <see cref="Draw"/> finds in all formats.</summary>
    /// <exception cref="PictureException">The pixels are damaged.</exception>
    public void CheckPixels()
    {
        if (Format == PictureFormat.Jpeg) JpegData.Check(_file.Span);
    }

    /// <summary>Lets go of the file's bytes.</summary>
    public void Dispose()
    {
        _skia?.Dispose();
        _pin.Dispose();
    }

    // libturbojpeg decodes all columns from the first row on, Skia, without vectors, only the part: equally fast at about a quarter of the pixels.
    PixelBlock Decode(PixelBox part, PictureSize stored, Reduction reduction)
    {
        const int Equal = 4;
        if (_turbo is not null && (long)part.Width * part.Height * Equal >= (long)stored.Width * part.Bottom)
        {
            if (_turbo.TryDecode(_file.Span, _jpeg, reduction.Divisor, part.Bottom) is { } block) return block;
            _turbo = null;
        }
        return _skia.Decode(part, stored);
    }

    unsafe SkiaDecoder OpenSkia(int length) => SkiaDecoder.Open((nint)_pin.Pointer, length, Format);

    // RIFF counts what follows its first 8 bytes. Skia calls such a file damaged.
    static void CheckLength(ReadOnlySpan<byte> webP)
    {
        long promised = 8L + BinaryPrimitives.ReadUInt32LittleEndian(webP[4..]);
        if (promised > webP.Length) throw new PictureException(PictureFault.Truncated, $"found {webP.Length} bytes of a WebP file, expected {promised}");
    }

    static void CheckSize(PictureSize size, long mostPixels)
    {
        if (size.Pixels > mostPixels)
            throw new PictureException(PictureFault.TooLarge, FormattableString.Invariant($"found a header of {size.Width} x {size.Height} pixels, expected at most {mostPixels / 1e6:0.######} million"));
    }
}
