namespace LongTail.Imaging;

/// <summary>Who decodes JPEG files.</summary>
enum JpegLibrary
{
    /// <summary>The system's libturbojpeg where there is one and it is the faster, otherwise Skia. The pixels are the same.</summary>
    Fastest,

    /// <summary>Skia alone.</summary>
    Skia,
}
