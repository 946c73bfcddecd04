using BenchmarkDotNet.Attributes;
using LongTail.Benchmarks.Pictures;
using LongTail.Imaging;
using SkiaSharp;

namespace LongTail.Benchmarks.Micro;

/// <summary>One picture file of 500 x 375 decoded, cropped at random, resized to 224 x 224 and mirrored, on one thread: from bytes in memory to the bytes of red, green and blue.</summary>
public class PictureBenchmarks
{
    const int Files = 16, Quality = 90, Side = 224;
    PictureSpeed _speed = null!, _skia = null!;

    /// <summary>Format of the files.</summary>
    [Params(SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Png, SKEncodedImageFormat.Webp)]
    public SKEncodedImageFormat Format { get; set; }

    [GlobalSetup]
    public void MakeFiles()
    {
        byte[][] files = [.. Enumerable.Range(0, Files).Select(number => PictureFiles.Encode(new(500, 375), new(number), Format, Quality))];
        _speed = new(files, new(Side, Side), JpegLibrary.Fastest, new(0));
        _skia = new(files, new(Side, Side), JpegLibrary.Skia, new(0));
    }

    /// <summary>JPEG by the system's libturbojpeg where there is one.</summary>
    [Benchmark(Baseline = true)]
    public void Draw() => _speed.Draw();

    /// <summary>JPEG by Skia.</summary>
    [Benchmark]
    public void DrawBySkia() => _skia.Draw();
}
