using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Imaging;
using SkiaSharp;

namespace LongTail.Benchmarks.Pictures;

/// <summary>JPEG files of waves and noise, which take about the room of photographs.</summary>
/// <param name="folder">Made when it is missing.</param>
/// <param name="size">Of each.</param>
/// <param name="quality">1 to 100.</param>
sealed class PictureFiles(string folder, PictureSize size, int quality)
{
    const int Noise = 24;

    public string Folder => folder;

    /// <summary>What was written, below the folder.</summary>
    public ImmutableArray<string> Paths { get; private set; } = [];

    /// <summary>Bytes of all files.</summary>
    public long Bytes { get; private set; }

    public void Write(int count)
    {
        Directory.CreateDirectory(folder);
        Paths = [.. Enumerable.Range(0, count).Select(number => $"{number:000000}.jpg")];
        Parallel.For(0, count, number => File.WriteAllBytes(Path.Combine(folder, Paths[number]), Encode(size, new(number), SKEncodedImageFormat.Jpeg, quality)));
        Bytes = Paths.Sum(path => new FileInfo(Path.Combine(folder, path)).Length);
    }

    /// <summary>One of them.</summary>
    public static byte[] Encode(PictureSize size, Seed seed, SKEncodedImageFormat format, int quality)
    {
        CounterRandom random = seed.For("picture");
        byte[] pixels = new byte[size.Pixels * 4];
        double tilt = random.Uniform(0), length = 20 + 60 * random.Uniform(1);
        for (int y = 0, at = 0; y < size.Height; y++)
            for (int x = 0; x < size.Width; x++)
                for (int channel = 0; channel < 4; channel++, at++)
                    pixels[at] = channel == 3 ? byte.MaxValue : (byte)(128 + 90 * Math.Sin((x + tilt * y) / length + channel) + random.Below((ulong)at + 2, Noise));
        using SKImage image = SKImage.FromPixelCopy(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Opaque), pixels);
        using SKData file = image.Encode(format, quality);
        return file.ToArray();
    }
}
