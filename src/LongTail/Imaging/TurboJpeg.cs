using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace LongTail.Imaging;

/// <summary>The system's libturbojpeg, version 2 or 3: the decoder that Skia has inside, built for the processor's vectors.</summary>
sealed unsafe class TurboJpeg
{
    const int PixelsRgbx = 2;                                                        // TJPF_RGBX: the fourth byte does not count
    const int AccurateTransform = 4096, StopOnWarning = 8192, LimitScans = 32768;   // TJFLAG_...

    static readonly Lazy<TurboJpeg?> Found = new(Find);

    readonly delegate* unmanaged[Cdecl]<nint> _initialize;
    readonly delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int> _decompress;
    readonly delegate* unmanaged[Cdecl]<nint, nint> _message;
    readonly delegate* unmanaged[Cdecl]<nint, int> _destroy;

    TurboJpeg(nint initialize, nint decompress, nint message, nint destroy)
    {
        _message = (delegate* unmanaged[Cdecl]<nint, nint>)message;
        _initialize = (delegate* unmanaged[Cdecl]<nint>)initialize;
        _decompress = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int>)decompress;
        _destroy = (delegate* unmanaged[Cdecl]<nint, int>)destroy;
    }

    /// <summary>Null where the system has none. Looked for once.</summary>
    public static TurboJpeg? OfSystem => Found.Value;

    /// <summary>Decodes the rows down to the last wanted one, with the transform and the interpolation of chroma that Skia uses.</summary>
    /// <param name="file">A whole grey or colour JPEG file.</param>
    /// <param name="layout">Its markers.</param>
    /// <param name="divisor">Of the reduced picture: 1, 2, 4 or 8.</param>
    /// <param name="bottom">The row after the last wanted one, in reduced pixels.</param>
    /// <returns>All columns, or null when the library complains: Skia then decides what the file is worth, so that this is the same on every machine.</returns>
    public PixelBlock? TryDecode(ReadOnlySpan<byte> file, JpegLayout layout, int divisor, int bottom)
    {
        int height = RowsToDecode(layout, divisor, bottom);
        if (height == layout.Size.Height) return TryDecode(file, layout.Size, divisor, isShortened: false);
        byte[] shortened = PictureMemory.Rent(file.Length);
        try
        {
            file.CopyTo(shortened);
            BinaryPrimitives.WriteUInt16BigEndian(shortened.AsSpan(layout.HeightAt), (ushort)height);
            return TryDecode(shortened.AsSpan(0, file.Length), layout.Size with { Height = height }, divisor, isShortened: true);
        }
        finally { PictureMemory.Return(shortened); }
    }

    // Version 2 of the library decodes whole pictures only. A file with one scan, rows from the top, whose header promises fewer rows is decoded so far and
    // no further. The chroma of the last rows is interpolated with what lies below, so there are a few more.
    static int RowsToDecode(JpegLayout layout, int divisor, int bottom)
    {
        const int Margin = 16, Multiple = 8;
        int height = ((bottom * divisor + Margin) / Multiple + 1) * Multiple;
        return layout.Scans == 1 && height < layout.Size.Height ? height : layout.Size.Height;
    }

    PixelBlock? TryDecode(ReadOnlySpan<byte> file, PictureSize size, int divisor, bool isShortened)
    {
        int flags = AccurateTransform | LimitScans | (isShortened ? 0 : StopOnWarning);
        nint decoder = _initialize();
        if (decoder == 0) return null;
        PixelBlock block = new(PixelBox.Whole(new Reduction(divisor).Of(size)));
        try
        {
            fixed (byte* bytes = file, pixels = block.Bytes)
            {
                int failed = _decompress(decoder, bytes, new((nuint)file.Length), pixels, block.Box.Width, block.Stride, block.Box.Height, PixelsRgbx, flags);
                if (failed == 0 || (isShortened && IsAboutRowsLeft(decoder))) return block;
            }
            block.Dispose();
            return null;
        }
        finally { _ = _destroy(decoder); }
    }

    // The last thing it says when all rows are done and more of the scan follows. An error would have had the last word; its number is the same as a warning's
    // where both came.
    bool IsAboutRowsLeft(nint decoder) => Marshal.PtrToStringUTF8(_message(decoder))?.EndsWith("extraneous bytes before marker 0xd9", StringComparison.Ordinal) ?? false;

    static TurboJpeg? Find()
    {
        string[] names = OperatingSystem.IsWindows() ? ["turbojpeg.dll"] : OperatingSystem.IsMacOS() ? ["libturbojpeg.dylib", "libturbojpeg.0.dylib"] : ["libturbojpeg.so.0"];
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint library)
                && NativeLibrary.TryGetExport(library, "tjInitDecompress", out nint initialize)
                && NativeLibrary.TryGetExport(library, "tjDecompress2", out nint decompress)
                && NativeLibrary.TryGetExport(library, "tjGetErrorStr2", out nint message)
                && NativeLibrary.TryGetExport(library, "tjDestroy", out nint destroy)) return new(initialize, decompress, message, destroy);
        }
        return null;
    }
}
