using LongTail.Imaging;
using LongTail.Pictures;
using SkiaSharp;

namespace LongTail.Tests.Pictures;

public sealed class PictureFileTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Who wants to know what the file held asks for that, and does not open it again: it may be gone.
    [Fact]
    public void A_file_is_read_once_and_its_bytes_are_there_until_the_picture_is_closed()
    {
        string path = _folder.At("a.png");
        using (SKBitmap bitmap = new(5, 4))
        using (FileStream file = File.Create(path))
            Assert.True(bitmap.Encode(file, SKEncodedImageFormat.Png, 90));
        byte[] whole = File.ReadAllBytes(path);
        PictureFile picture = PictureFile.Open(path);
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        byte[] rgb = new byte[5 * 4 * 3];
        picture.Draw(Placement.Of(PixelBox.Whole(picture.Size), new(5, 4)), rgb);
        Assert.Equal(whole, picture.Bytes);
        picture.Dispose();
        Assert.True(picture.Bytes.IsEmpty);
    }

    // What lies between the ends is zeroed: who reads it finds no end marker where the last one is, or no picture.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void To_look_at_a_large_JPEG_file_its_ends_are_enough(bool isProgressive)
    {
        byte[] whole = LargeJpeg(isProgressive);
        Assert.Equal(whole.Length, PictureFile.Look(Write("whole.jpg", whole), Picture.UsualMostPixels));
        byte[] hollow = [.. whole];
        hollow.AsSpan(1 << 18, whole.Length - (1 << 18) - 2).Clear();
        hollow.AsSpan(whole.Length - 1000, 2).Fill(0xFF);   // and a marker with a length that leads out of the file
        hollow[whole.Length - 999] = 0xE5;
        hollow.AsSpan(whole.Length - 998, 2).Fill(0xFE);
        string path = Write("hollow.jpg", hollow);
        Assert.Equal(PictureFault.Truncated, Assert.Throws<PictureException>(() => PictureFile.Open(path)).Fault);
        Assert.Equal(whole.Length, PictureFile.Look(path, Picture.UsualMostPixels));
    }

    // Between the scans of a progressive file lie tables: one that lies across the cut hides the end marker that is put there.
    [Theory, InlineData(-30), InlineData(-2), InlineData(-1), InlineData(-64), InlineData(-200)]
    public void A_segment_across_the_end_of_what_is_read_makes_no_file_a_shorter_one(int from)
    {
        byte[] whole = LargeJpeg(isProgressive: true);
        byte[] table = [0xFF, 0xFE, 0x00, 0x3C, .. new byte[0x3A]];   // a comment is as long as a table may be
        byte[] across = [.. whole[..((1 << 18) + from)], .. table, .. whole[((1 << 18) + from)..]];
        string path = Write("across.jpg", across);
        PictureFile.Open(path).Dispose();
        Assert.Equal(across.Length, PictureFile.Look(path, Picture.UsualMostPixels));
    }

    [Fact]
    public void Looking_finds_what_opening_finds()
    {
        byte[] whole = LargeJpeg(isProgressive: false);
        byte[] profile = [0xFF, 0xEF, 0xFF, 0xFF, .. new byte[0xFFFD]];   // a segment of 64 KiB
        (string Name, byte[] Bytes)[] files =
        [
            ("cut.jpg", whole[..^1]),
            ("half.jpg", whole[..(whole.Length / 2)]),
            ("zeros.jpg", [.. whole[..(whole.Length / 2)], .. new byte[whole.Length / 2]]),
            ("more.jpg", [.. whole, 1, 2, 3]),
            ("late.jpg", [.. whole[..2], .. profile, .. profile, .. profile, .. profile, .. profile, .. whole[2..]]),   // a header behind the first bytes
            ("none.jpg", [.. whole[..2], .. Enumerable.Repeat(profile, 6).SelectMany(segment => segment), 0xFF, 0xD9]),
            ("header.jpg", [.. whole[..20], .. new byte[whole.Length], 0xFF, 0xD9]),
            ("html.jpg", [.. "<html>"u8, .. whole]),
            ("small.jpg", PictureFiles.Read(PictureFiles.Whole[0])),
            ("empty.jpg", []),
        ];
        foreach ((string name, byte[] bytes) in files)
        {
            string path = Write(name, bytes);
            foreach (int most in new[] { Picture.UsualMostPixels, 100 })
            {
                Exception? opened = Record.Exception(() => PictureFile.Open(path, most).Dispose()), looked = Record.Exception(() => Assert.Equal(bytes.Length, PictureFile.Look(path, most)));
                Assert.Equal((name, opened?.GetType(), opened?.Message), (name, looked?.GetType(), looked?.Message));
            }
        }
    }

    string Write(string name, byte[] bytes)
    {
        string path = _folder.At(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    // Noise does not pack; Skia writes no progressive files, but its frame header says which of the two it is.
    static byte[] LargeJpeg(bool isProgressive)
    {
        using SKBitmap bitmap = new(700, 700);
        byte[] noise = new byte[700 * 700 * 4];
        new Random(1).NextBytes(noise);
        System.Runtime.InteropServices.Marshal.Copy(noise, 0, bitmap.GetPixels(), noise.Length);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 100);
        byte[] file = data.ToArray();
        Assert.True(file.Length > 2 << 18);
        if (isProgressive) file[file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]) + 1] = 0xC2;
        return file;
    }
}
