using LongTail.Imaging;
using LongTail.Pictures;
using LongTail.Tests.Data;
using SkiaSharp;

namespace LongTail.Tests.Pictures;

public sealed class PictureFileTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

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
}
