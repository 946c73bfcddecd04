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
    readonly delegate* unmanaged[Cdecl]<nint, int> _destroy;

    TurboJpeg(nint initialize, nint decompress, nint destroy)
    {
        _initialize = (delegate* unmanaged[Cdecl]<nint>)initialize;
        _decompress = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int>)decompress;
        _destroy = (delegate* unmanaged[Cdecl]<nint, int>)destroy;
    }

    /// <summary>Null where the system has none. Looked for once.</summary>
    public static TurboJpeg? OfSystem => Found.Value;

    /// <summary>Decodes the whole picture, with the transform and the interpolation of chroma that Skia uses.</summary>
    /// <param name="file">A grey or colour JPEG file.</param>
    /// <param name="reduced">Its stored size divided by 1, 2, 4 or 8, rounded up.</param>
    /// <returns>Null when the library complains about anything: Skia then decides what the file is worth, so that this is the same on every machine.</returns>
    public PixelBlock? TryDecode(ReadOnlySpan<byte> file, PictureSize reduced)
    {
        nint decoder = _initialize();
        if (decoder == 0) return null;
        PixelBlock? block = new(PixelBox.Whole(reduced));
        try
        {
            fixed (byte* bytes = file, pixels = block.Bytes)
            {
                int failed = _decompress(decoder, bytes, new((nuint)file.Length), pixels, reduced.Width, block.Stride, reduced.Height, PixelsRgbx, AccurateTransform | StopOnWarning | LimitScans);
                if (failed == 0) return block;
            }
            block.Dispose();
            return null;
        }
        finally { _ = _destroy(decoder); }
    }

    static TurboJpeg? Find()
    {
        string[] names = OperatingSystem.IsWindows() ? ["turbojpeg.dll"] : OperatingSystem.IsMacOS() ? ["libturbojpeg.dylib", "libturbojpeg.0.dylib"] : ["libturbojpeg.so.0"];
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint library)
                && NativeLibrary.TryGetExport(library, "tjInitDecompress", out nint initialize)
                && NativeLibrary.TryGetExport(library, "tjDecompress2", out nint decompress)
                && NativeLibrary.TryGetExport(library, "tjDestroy", out nint destroy)) return new(initialize, decompress, destroy);
        }
        return null;
    }
}
