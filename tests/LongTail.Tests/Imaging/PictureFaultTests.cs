using System.Buffers.Binary;
using System.Text;
using LongTail.Imaging;

namespace LongTail.Tests.Imaging;

public class PictureFaultTests
{
    [Theory]
    [InlineData("", "Empty", "found no bytes, expected JPEG, PNG, WebP, BMP or GIF")]
    [InlineData("  <!DOCTYPE html><html>404", "NotAPicture", "found HTML text, expected JPEG, PNG, WebP, BMP or GIF")]
    [InlineData("<?xml version='1.0'?><Error/>", "NotAPicture", "found XML text, expected JPEG, PNG, WebP, BMP or GIF")]
    [InlineData("{ \"error\": 404 }", "NotAPicture", "found JSON text, expected JPEG, PNG, WebP, BMP or GIF")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", "NotAPicture", "found an SVG drawing, expected JPEG, PNG, WebP, BMP or GIF")]
    [InlineData("BMW is a text", "NotAPicture", "found text, expected JPEG, PNG, WebP, BMP or GIF")]
    [InlineData("II*\0.....", "Unsupported", "found a TIFF picture, expected JPEG, PNG, WebP, BMP or GIF")]
    [InlineData("\0\0\0\u001cftypavif", "Unsupported", "found an AVIF picture, expected JPEG, PNG, WebP, BMP or GIF")]
    [InlineData("PK\x03\x04....", "NotAPicture", "found a ZIP archive, expected JPEG, PNG, WebP, BMP or GIF")]
    [InlineData("\0\0\0\0\0\0\0\0", "NotAPicture", "found 8 bytes that are all zero, expected JPEG, PNG, WebP, BMP or GIF")]
    [InlineData("\x01\x02\x03\x04\x05", "NotAPicture", "found bytes of no known format (01020304 ...), expected JPEG, PNG, WebP, BMP or GIF")]
    public void What_is_no_picture_is_named(string contents, string fault, string reason)
    {
        PictureException thrown = Assert.Throws<PictureException>(() => Picture.Open(Encoding.Latin1.GetBytes(contents)));
        Assert.Equal((fault, reason), (thrown.Fault.ToString(), thrown.Message));
    }

    [Theory]
    [InlineData("truncated.jpg")]
    [InlineData("truncated.png")]
    public void A_file_that_ends_too_early_is_no_picture_not_even_where_its_pixels_are_there(string file)
    {
        Placement top = Placement.Of(new(0, 0, 8, 4), new(8, 4));
        foreach (JpegLibrary library in Enum.GetValues<JpegLibrary>())
            Assert.Equal(PictureFault.Truncated, Assert.Throws<PictureException>(() => PictureFiles.Draw(PictureFiles.Read(file), top, library: library)).Fault);
    }

    [Theory]
    [InlineData("baseline-420.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("colour.png")]
    [InlineData("lossy.webp")]
    [InlineData("transparent.gif")]
    [InlineData("colour.bmp")]
    public void Half_a_file_is_truncated(string file)
    {
        byte[] whole = PictureFiles.Read(file);
        PictureException thrown = Assert.Throws<PictureException>(() => PictureFiles.Draw(whole[..(whole.Length / 2)]));
        Assert.Equal(PictureFault.Truncated, thrown.Fault);
    }

    [Fact]
    public void A_JPEG_file_without_its_end_marker_is_truncated_as_for_Pillow()
    {
        byte[] whole = PictureFiles.Read("photo.jpg");
        Assert.Equal(PictureFault.Truncated, Assert.Throws<PictureException>(() => Picture.Open(whole.AsMemory(0, whole.Length - 1))).Fault);
        Assert.Equal(PictureFiles.Draw(whole), PictureFiles.Draw([.. whole, 0, 1, 2]));   // what follows it does not count
    }

    [Fact]
    public void A_PNG_file_that_ends_within_a_chunk_is_truncated_and_one_without_its_empty_last_chunk_is_not()
    {
        byte[] whole = PictureFiles.Read("colour.png");
        byte[] pixels = PictureFiles.Draw(whole);
        foreach (int missing in new[] { 13, 20, whole.Length / 2 })
        {
            PictureException thrown = Assert.Throws<PictureException>(() => Picture.Open(whole.AsMemory(0, whole.Length - missing)));
            Assert.Equal((PictureFault.Truncated, "found a PNG file that ends within its chunk IDAT"), (thrown.Fault, thrown.Message));
        }
        foreach (int missing in new[] { 0, 4, 12 }) Assert.Equal(pixels, PictureFiles.Draw(whole[..^missing]));
        Assert.Equal(pixels, PictureFiles.Draw([.. whole, 1, 2, 3]));
    }

    public static TheoryData<string> Bombs => ["bomb.png", "bomb.gif", "bomb.bmp", "bomb.webp", "bomb.jpg"];

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_header_of_billions_of_pixels_is_refused_before_memory_is_taken(string name)
    {
        byte[] file = Bomb(name);
        long before = GC.GetAllocatedBytesForCurrentThread();
        PictureException thrown = Assert.Throws<PictureException>(() => Picture.Open(file));
        Assert.Equal(PictureFault.TooLarge, thrown.Fault);
        Assert.EndsWith("pixels, expected at most 50 million", thrown.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void How_many_pixels_are_too_many_is_the_caller_s_choice()
    {
        Assert.Equal(PictureFault.TooLarge, Assert.Throws<PictureException>(() => Picture.Open(PictureFiles.Read("photo.jpg"), mostPixels: 160 * 120 - 1)).Fault);
        using Picture picture = Picture.Open(PictureFiles.Read("photo.jpg"), mostPixels: 160 * 120);
        Assert.Equal(new PictureSize(160, 120), picture.Size);
    }

    // A real file whose header is given another size.
    static byte[] Bomb(string name)
    {
        switch (name)
        {
            case "bomb.png":
                byte[] png = PictureFiles.Read("colour.png");
                BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 65_500);
                BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 65_500);
                return png;
            case "bomb.gif":
                byte[] gif = PictureFiles.Read("transparent.gif");
                gif.AsSpan(6, 4).Fill(0xF0);
                return gif;
            case "bomb.bmp":
                byte[] bmp = PictureFiles.Read("colour.bmp");
                BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(18), 65_500);
                BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), 65_500);
                return bmp;
            case "bomb.webp":
                byte[] webp = PictureFiles.Read("lossless-alpha.webp");
                int at = webp.AsSpan().IndexOf("VP8L"u8) + 9;   // 14 bits of width - 1, 14 of height - 1
                BinaryPrimitives.WriteUInt32LittleEndian(webp.AsSpan(at), BinaryPrimitives.ReadUInt32LittleEndian(webp.AsSpan(at)) | 0x0FFF_FFFF);
                return webp;
            default:
                byte[] jpeg = PictureFiles.Read("baseline-420.jpg");
                jpeg.AsSpan(jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]) + 5, 4).Fill(0xFD);
                return jpeg;
        }
    }
}
