using SkiaSharp;

namespace LongTail.Cli.Tests.Fakes;

/// <summary>Class folders as people have them, with a few small pictures: six PNG files of a cat, four JPEG files of a dog's.</summary>
sealed class PhotoFolder : IDisposable
{
    readonly TextFolder _folder = new();

    public PhotoFolder()
    {
        for (int i = 0; i < 6; i++) Picture($"cat/{i}.png", i);
        for (int i = 0; i < 4; i++) Picture($"dog's/{i}.jpg", 10 + i);
    }

    /// <summary>What lies around them.</summary>
    public string Path => _folder.Path;

    /// <summary>The folder with a folder per class.</summary>
    public string Photos => System.IO.Path.Combine(Path, "photos");

    /// <summary>Writes a text file and gives its path.</summary>
    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Draws a picture below <see cref="Photos"/> and gives its path; another number is another picture.</summary>
    public string Picture(string name, int number)
    {
        string path = System.IO.Path.Combine(Photos, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        using SKBitmap bitmap = new(12, 10);
        for (int i = 0; i < 120; i++) bitmap.SetPixel(i % 12, i / 12, new((byte)(i * (37 + number)), (byte)(i * i + number * 71), (byte)(number * 53 + i * 3)));
        using SKData data = bitmap.Encode(name.EndsWith(".jpg", StringComparison.Ordinal) ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png, 90);
        using FileStream file = File.Create(path);
        data.SaveTo(file);
        return path;
    }

    public void Dispose() => _folder.Dispose();
}
