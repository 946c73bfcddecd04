using LongTail.Foundation;
using SkiaSharp;

namespace LongTail.Imaging;

/// <summary>The native library that decodes pictures.</summary>
public static class PictureLibrary
{
    static readonly Lazy<bool> s_loaded = new(Load);

    /// <summary>Loads it. Data sets of small images need it not.</summary>
    /// <exception cref="PlatformException">It is missing, or does not load.</exception>
    public static void EnsureLoaded() => _ = s_loaded.Value;

    /// <summary>A line about it and about the system's libturbojpeg, which is faster with JPEG files where it is there.</summary>
    public static string Describe() => $"pictures: SkiaSharp {typeof(SKData).Assembly.GetName().Version}, libturbojpeg {(TurboJpeg.OfSystem is null ? "not found" : "used for JPEG files")}";

    static bool Load()
    {
        try
        {
            _ = SKData.Empty;
            return true;
        }
        catch (Exception fault) when (fault is TypeInitializationException or DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new PlatformException($"Found that libSkiaSharp, which decodes pictures, does not load ({(fault.InnerException ?? fault).Message.Split('\n')[0].Trim()}), expected it beside the program. Install the program again; on Linux it comes with the package SkiaSharp.NativeAssets.Linux.NoDependencies.", fault);
        }
    }
}
