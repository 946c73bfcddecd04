using CsCheck;
using LongTail.Imaging;

namespace LongTail.Tests.Imaging;

public class TurboJpegTests
{
    [Theory]
    [InlineData("photo.jpg")]
    [InlineData("baseline-420.jpg")]
    [InlineData("baseline-422.jpg")]
    [InlineData("baseline-444.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("grey.jpg")]
    [InlineData("orientation-5.jpg")]
    public void The_system_s_decoder_gives_Skia_s_pixels(string name)
    {
        Assert.SkipWhen(TurboJpeg.OfSystem is null, "The system has no libturbojpeg.");
        byte[] file = PictureFiles.Read(name);
        using (PixelBlock? block = TurboJpeg.OfSystem.TryDecode(file, JpegLayout.Read(file), divisor: 1, bottom: 9)) Assert.NotNull(block);
        PixelAssert.Within(0, PictureFiles.Draw(file), PictureFiles.Draw(file, library: JpegLibrary.Fastest), name);
        Placement small = Placement.Of(new(1, 2, 24, 26), new(12, 13));   // reduced to a half
        PixelAssert.Within(0, PictureFiles.Draw(file, small, mayScale: true), PictureFiles.Draw(file, small, mayScale: true, JpegLibrary.Fastest), $"{name} reduced");
    }

    [Fact]
    public void It_decodes_no_more_rows_than_are_wanted_and_a_few()
    {
        Assert.SkipWhen(TurboJpeg.OfSystem is null, "The system has no libturbojpeg.");
        byte[] file = PictureFiles.Read("photo.jpg"), whole = PictureFiles.Draw(file);
        using PixelBlock block = TurboJpeg.OfSystem.TryDecode(file, JpegLayout.Read(file), divisor: 1, bottom: 40)!;
        Assert.InRange(block.Box.Height, 40, 64);
        byte[] rows = [.. Enumerable.Range(0, 160 * 40 * 3).Select(place => block.Bytes[place / 3 * 4 + place % 3])];
        PixelAssert.Within(0, whole.AsSpan(0, rows.Length), rows, "rows 0 to 39");
    }

    [Fact]
    public void What_it_refuses_is_left_to_Skia()
    {
        Assert.SkipWhen(TurboJpeg.OfSystem is null, "The system has no libturbojpeg.");
        byte[] file = PictureFiles.Read("cmyk.jpg");
        Assert.Null(TurboJpeg.OfSystem.TryDecode(file, JpegLayout.Read(file), divisor: 1, bottom: 28));
    }

    [Fact]
    public void A_damaged_file_is_refused_with_it_where_it_is_without() =>
        Gen.Select(Gen.Bool, Gen.Select(Gen.Int[0, 20_000], Gen.Byte).Array[1, 4], Gen.Int[1, 120]).Sample((progressive, changes, bottom) =>
        {
            byte[] file = PictureFiles.Read(progressive ? "progressive.jpg" : "photo.jpg");
            foreach ((int place, byte value) in changes) file[place % file.Length] = value;
            Assert.Equal(Outcome(file, bottom, JpegLibrary.Skia), Outcome(file, bottom, JpegLibrary.Fastest));
        }, iter: 2000, threads: 1);

    // Null for a picture. What damage looks like is another thing: where values overflow, arithmetic with vectors gives others.
    static PictureFault? Outcome(byte[] file, int bottom, JpegLibrary library)
    {
        try
        {
            using Picture picture = Picture.Open(file, mostPixels: 1_000_000, library);
            byte[] rgb = new byte[8 * 8 * 3];
            picture.Draw(Placement.Of(new(0, 0, picture.Size.Width, Math.Min(bottom, picture.Size.Height)), new(8, 8)), rgb);
            return null;
        }
        catch (PictureException fault) { return fault.Fault; }
    }
}
