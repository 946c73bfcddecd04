using System.Runtime.InteropServices;
using LongTail.Data;
using SkiaSharp;

namespace LongTail.Tests.Prediction;

/// <summary>Images of small sets as the picture files that somebody would have of them.</summary>
static class TestPictures
{
    /// <summary>Grey images of 28 x 28 as PNG files, in their order.</summary>
    public static string[] Write(TempFolder folder, ResidentImageSet images)
    {
        string[] files = [.. Enumerable.Range(0, images.Count).Select(i => folder.At($"{i:00}.png"))];
        for (int i = 0; i < files.Length; i++)
            File.WriteAllBytes(files[i], Png(28, 28, SKColorType.Gray8, images.Pixels.Span.Slice(i * 784, 784).ToArray()));
        return files;
    }

    public static byte[] Png(int width, int height, SKColorType type, byte[] pixels, SKAlphaType alpha = SKAlphaType.Opaque)
    {
        using SKBitmap bitmap = new(new SKImageInfo(width, height, type, alpha));
        Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
