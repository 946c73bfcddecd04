using System.Text.Json.Nodes;
using LongTail.Imaging;

namespace LongTail.Tests.Imaging;

public class PictureTests
{
    public static TheoryData<string> Files => [.. PictureFiles.Cases("decode").Select(test => test.Text("file"))];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_whole_picture_has_the_pixels_that_Pillow_decodes(string file)
    {
        JsonNode test = PictureFiles.Cases("decode").Single(each => each.Text("file") == file);
        using Picture picture = Picture.Open(PictureFiles.Read(file));
        Assert.Equal(new PictureSize((int)test["width"]!, (int)test["height"]!), picture.Size);
        byte[] pixels = PictureFiles.Draw(PictureFiles.Read(file));
        PixelAssert.Within((int)test["tolerance"]!, test.Expected(pixels.Length), pixels, file);
    }

    [Theory]
    [InlineData("progressive.jpg", "Jpeg")]
    [InlineData("palette-alpha.png", "Png")]
    [InlineData("animated.webp", "WebP")]
    [InlineData("palette.bmp", "Bmp")]
    [InlineData("animated.gif", "Gif")]
    public void The_format_is_told_by_the_bytes(string file, string format)
    {
        using Picture picture = Picture.Open(PictureFiles.Read(file));
        Assert.Equal(format, picture.Format.ToString());
    }

    [Fact]
    public void A_crop_resized_and_mirrored_is_byte_for_byte_what_torchvision_makes_of_it()
    {
        foreach (JsonNode test in PictureFiles.Cases("place").Where(test => !(bool)test["reduced"]!))
        {
            byte[] pixels = PictureFiles.Draw(PictureFiles.Read(test.Text("file")), PlacementOf(test));
            PixelAssert.Within(0, test.Expected(pixels.Length), pixels, test.ToJsonString());
        }
    }

    [Fact]
    public void A_picture_that_the_decoder_reduces_is_within_two_levels_in_the_mean()
    {
        foreach (JsonNode test in PictureFiles.Cases("place").Where(test => (bool)test["reduced"]!))
        {
            byte[] file = PictureFiles.Read(test.Text("file")), pixels = PictureFiles.Draw(file, PlacementOf(test), mayScale: true);
            Assert.NotEqual(PictureFiles.Draw(file, PlacementOf(test)), pixels);
            double difference = PixelAssert.MeanDifference(test.Expected(pixels.Length), pixels);
            Assert.True(difference < 2, $"{test.ToJsonString()}: {difference}");
        }
    }

    [Fact]
    public void Shorter_side_and_middle_are_byte_for_byte_torchvision_s()
    {
        foreach (JsonNode test in PictureFiles.Cases("centre"))
        {
            byte[] file = PictureFiles.Read(test.Text("file"));
            using Picture picture = Picture.Open(file);
            byte[] pixels = PictureFiles.Draw(file, Placements.ResizeShorterSideThenCentreCrop(picture.Size, (int)test["resize"]!, (int)test["crop"]!));
            PixelAssert.Within(0, test.Expected(pixels.Length), pixels, test.ToJsonString());
        }
    }

    [Fact]
    public void A_picture_can_be_drawn_again_and_again()
    {
        using Picture picture = Picture.Open(PictureFiles.Read("photo.jpg"), library: JpegLibrary.Skia);
        Placement[] placements = [Placement.Of(new(3, 90, 50, 20), new(20, 20)), Placement.Of(new(30, 2, 100, 70), new(20, 20)), Placement.Of(PixelBox.Whole(picture.Size), new(20, 20))];
        byte[][] Round() => [.. placements.Select(placement => { byte[] rgb = new byte[placement.Bytes]; picture.Draw(placement, rgb); return rgb; })];
        Assert.Equal(Round(), Round());
    }

    [Fact]
    public void Threads_that_draw_different_pictures_do_not_disturb_each_other()
    {
        const int draws = 300;
        byte[][] alone = new byte[draws][], together = new byte[draws][];
        for (int i = 0; i < draws; i++) alone[i] = Nth(i);
        Parallel.For(0, draws, new() { MaxDegreeOfParallelism = 4 }, i => together[i] = Nth(i));
        Assert.Equal(alone, together);

        static byte[] Nth(int i)
        {
            string name = PictureFiles.Whole[i % PictureFiles.Whole.Length];
            return PictureFiles.Draw(PictureFiles.Read(name), Placement.Of(new(i % 5, i % 7, 20, 15), new(20 + i % 11, 9)), library: i % 2 == 0 ? JpegLibrary.Skia : JpegLibrary.Fastest);
        }
    }

    [Fact]
    public void A_placement_outside_the_picture_is_a_mistake_of_the_caller()
    {
        using Picture picture = Picture.Open(PictureFiles.Read("photo.jpg"));
        byte[] rgb = new byte[300];
        Assert.Throws<ArgumentException>(() => picture.Draw(Placement.Of(new(100, 0, 61, 10), new(10, 10)), rgb));
        Assert.Throws<ArgumentException>(() => picture.Draw(Placement.Of(new(100, 0, int.MaxValue, 10), new(10, 10)), rgb));
        Assert.Throws<ArgumentException>(() => picture.Draw(new(new(0, 0, 10, 10), new(10, 10), new(1, 0, 10, 10), false), rgb));
        Assert.Throws<ArgumentException>(() => picture.Draw(Placement.Of(new(0, 0, 10, 10), new(10, 9)), rgb));
    }

    static Placement PlacementOf(JsonNode test)
    {
        int[] source = test.Numbers("source"), target = test.Numbers("target");
        return Placement.Of(new(source[0], source[1], source[2], source[3]), new(target[0], target[1]), (bool)test["mirrored"]!);
    }
}
