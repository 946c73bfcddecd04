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
        Assert.NotNull(TurboJpeg.OfSystem.TryDecode(file, JpegLayout.Read(file).Size));
        PixelAssert.Within(0, PictureFiles.Draw(file), PictureFiles.Draw(file, library: JpegLibrary.Fastest), name);
        Placement small = Placement.Of(new(1, 2, 24, 26), new(12, 13));   // reduced to a half
        PixelAssert.Within(0, PictureFiles.Draw(file, small, mayScale: true), PictureFiles.Draw(file, small, mayScale: true, JpegLibrary.Fastest), $"{name} reduced");
    }

    [Fact]
    public void What_it_complains_about_is_left_to_Skia()
    {
        Assert.SkipWhen(TurboJpeg.OfSystem is null, "The system has no libturbojpeg.");
        byte[] file = PictureFiles.Read("photo.jpg");
        Assert.Null(TurboJpeg.OfSystem.TryDecode(file.AsSpan(0, file.Length / 2), new(160, 120)));
        Assert.Null(TurboJpeg.OfSystem.TryDecode(PictureFiles.Read("cmyk.jpg"), new(37, 28)));
    }
}
