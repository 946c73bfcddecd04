using CsCheck;
using LongTail.Imaging;

namespace LongTail.Tests.Imaging;

/// <summary>Held to what Pillow makes of the same files; Golden/pictures/make.py wrote both.</summary>
public sealed class PictureTests
{
    static readonly PictureSize Whole = new(61, 47);

    static readonly string[] s_kinds = ["orientation-6.jpg", "progressive.jpg", "upright.png", "lossless.webp", "animated.gif", "plain.bmp", "palette.png"];

    static readonly string[] s_greys = ["grey.png", "sixteen.png"];

    public static TheoryData<string, int, int, int, int, int, int> Resized => new()
    {
        { "smaller", 0, 0, 61, 47, 24, 20 },
        { "crop-smaller", 5, 3, 40, 35, 32, 32 },
        { "crop-larger", 10, 8, 12, 9, 32, 32 },
    };

    [Theory, MemberData(nameof(Resized))]
    public void Resizing_is_Pillows_but_for_a_rounding_in_some_hundreds(string name, int left, int top, int width, int height, int targetWidth, int targetHeight)
    {
        PixelBox source = new(left, top, width, height);
        byte[] expected = Seen($"{name}.png"), drawn = Draw("source.png", new(source, new(targetWidth, targetHeight), new(0, 0, targetWidth, targetHeight)));
        int[] off = [.. expected.Zip(drawn, (one, other) => Math.Abs(one - other))];
        Assert.True(off.Max() <= 1 && off.Count(difference => difference > 0) <= off.Length / 100, $"{off.Count(difference => difference > 0)} of {off.Length} differ, by at most {off.Max()}");
        // A window is a part of the whole, byte for byte.
        PixelBox window = new(3, 5, targetWidth - 7, targetHeight - 9);
        byte[] part = Draw("source.png", new(source, new(targetWidth, targetHeight), window));
        for (int row = 0; row < window.Height; row++)
            Assert.Equal(drawn.AsSpan(3 * ((window.Top + row) * targetWidth + window.Left), 3 * window.Width), part.AsSpan(3 * row * window.Width, 3 * window.Width));
    }

    [Theory, InlineData(0.6f), InlineData(1.37f)]
    public void Colours_are_Pillows(float factor)
    {
        string name = factor.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach ((string change, ChangeColour apply) in new (string, ChangeColour)[] { ("brightness", Colours.Brightness), ("contrast", Colours.Contrast), ("saturation", Colours.Saturation) })
        {
            byte[] rgb = Seen("source.png");
            apply(factor, rgb);
            byte[] expected = Seen($"{change}-{name}.png");
            Assert.True(expected.Zip(rgb, (one, other) => Math.Abs(one - other)).Max() <= 1, change);
            Assert.True(expected.Zip(rgb).Count(pair => pair.First != pair.Second) <= rgb.Length / 100, change);
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void A_photograph_stands_upright_however_the_camera_was_held(int orientation) => AssertClose("upright.png", $"orientation-{orientation}.jpg", 2);

    [Theory]
    [InlineData("upright.png", "lossless.webp", 0)]
    [InlineData("upright.png", "plain.bmp", 0)]
    [InlineData("upright.png", "progressive.jpg", 2)]
    [InlineData("upright.png", "cmyk.jpg", 4)]
    [InlineData("palette-seen.png", "palette.png", 0)]
    [InlineData("alpha-seen.png", "alpha.png", 1)]
    [InlineData("animated-seen.png", "animated.gif", 0)]
    public void Every_kind_of_file_shows_the_same_picture(string expected, string file, int off) => AssertClose(expected, file, off);

    [Fact]
    public void Grey_and_sixteen_bits_become_three_equal_bytes()
    {
        foreach (string file in s_greys)
            Assert.All(Seen(file).Chunk(3), pixel => Assert.True(pixel[0] == pixel[1] && pixel[1] == pixel[2], file));
        Assert.InRange(Seen("sixteen.png")[3 * 60], (60 * 1000 >> 8) - 1, (60 * 1000 >> 8) + 1);
    }

    [Theory]
    [InlineData("", "Empty", "found no bytes")]
    [InlineData("<!DOCTYPE html><html>404</html>", "NotAPicture", "found HTML, XML or SVG text, expected JPEG")]
    [InlineData("%PDF-1.7", "NotAPicture", "a PDF document")]
    [InlineData("PK\u0003\u0004", "NotAPicture", "a zip archive")]
    [InlineData("hello", "NotAPicture", "bytes of no known picture")]
    [InlineData("GIF89a", "Damaged", "a header that cannot be read")]
    public void What_is_no_picture_is_called_by_what_it_is(string text, string kind, string reason)
    {
        PictureException fault = Assert.Throws<PictureException>(() => Picture.Open(System.Text.Encoding.Latin1.GetBytes(text)));
        Assert.Equal(kind, fault.Kind.ToString());
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    // A header of 65,500 x 65,500 pixels in a file of some bytes.
    [Fact]
    public void A_picture_of_too_many_pixels_is_refused_before_memory_is_taken()
    {
        byte[] bmp = new byte[1000];
        "BM"u8.CopyTo(bmp);
        (bmp[10], bmp[14], bmp[26], bmp[28]) = (54, 40, 1, 24);
        BitConverter.TryWriteBytes(bmp.AsSpan(18), 30_000);
        BitConverter.TryWriteBytes(bmp.AsSpan(22), 30_000);
        PictureException fault = Assert.Throws<PictureException>(() => Picture.Open(bmp));
        Assert.Equal((PictureFaultKind.TooLarge, "found 30000 x 30000 pixels, expected at most 50000000 in all."), (fault.Kind, fault.Message));
    }

    [Theory, InlineData("orientation-1.jpg"), InlineData("progressive.jpg"), InlineData("source.png"), InlineData("lossless.webp")]
    public void A_file_without_its_end_is_a_fault_and_never_half_a_picture(string name)
    {
        byte[] file = File.ReadAllBytes(Golden(name));
        foreach (int length in Enumerable.Range(1, 40).Select(part => file.Length * part / 42))
            Assert.Throws<PictureException>(() => Draw(file[..length], Everything(Whole)));
    }

    [Fact]
    public void Bytes_that_flip_give_a_picture_or_a_fault_and_nothing_else()
    {
        byte[][] files = [.. s_kinds.Select(name => File.ReadAllBytes(Golden(name)))];
        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Int[0, int.MaxValue].Array[1, 8], Gen.Byte.Array[8]).Sample((which, places, values) =>
        {
            byte[] file = [.. files[which]];
            for (int i = 0; i < places.Length; i++) file[places[i] % file.Length] = values[i];
            try
            {
                using Picture picture = Picture.Open(file);
                picture.Draw(new(new(0, 0, picture.Size.Width, picture.Size.Height), new(8, 8), new(0, 0, 8, 8)), new byte[192]);
            }
            catch (PictureException)
            {
                // refused, which is one of the two
            }
        }, iter: 2000);
    }

    [Fact]
    public void Random_parts_are_within_the_picture_and_of_the_shape_that_is_asked_for() =>
        Gen.Select(Gen.Int[1, 900], Gen.Int[1, 900], Gen.Double[0, 0.999999].Array[40]).Sample((width, height, numbers) =>
        {
            Placement placement = Placements.RandomResizedCrop(new(width, height), 32, (0.08, 1), (0.75, 4.0 / 3), i => numbers[i]);
            PixelBox part = placement.Source;
            Assert.True(part is { Left: >= 0, Top: >= 0, Width: >= 1, Height: >= 1 } && part.Left + part.Width <= width && part.Top + part.Height <= height);
            Assert.Equal((new PictureSize(32, 32), new PixelBox(0, 0, 32, 32)), (placement.Target, placement.Window));
        });

    // torchvision: int(256 * 500 / 375) = 341, and the square begins at round((341 - 224) / 2) = 58, the even one of 58 and 59.
    [Fact]
    public void The_square_in_the_centre_is_torchvisions()
    {
        Assert.Equal(new(new(0, 0, 500, 375), new(341, 256), new(58, 16, 224, 224)), Placements.ResizeShorterSideThenCentreCrop(new(500, 375), 256, 224));
        Assert.Equal(new(new(0, 0, 375, 500), new(256, 341), new(16, 58, 224, 224)), Placements.ResizeShorterSideThenCentreCrop(new(375, 500), 256, 224));
    }

    static void AssertClose(string expected, string file, int most)
    {
        byte[] seen = Seen(file);
        int[] off = [.. Seen(expected).Zip(seen, (one, other) => Math.Abs(one - other))];
        Assert.Equal(3 * Whole.Width * Whole.Height, seen.Length);
        Assert.True(off.Average() <= most, $"{file}: {off.Average():0.00} on average, {off.Max()} at most");
    }

    static byte[] Seen(string name)
    {
        byte[] file = File.ReadAllBytes(Golden(name));
        using Picture picture = Picture.Open(file);
        return Draw(file, Everything(picture.Size));
    }

    static Placement Everything(PictureSize size) => new(new(0, 0, size.Width, size.Height), size, new(0, 0, size.Width, size.Height));

    static byte[] Draw(string name, Placement placement) => Draw(File.ReadAllBytes(Golden(name)), placement);

    static byte[] Draw(byte[] file, Placement placement)
    {
        byte[] rgb = new byte[3 * placement.Window.Width * placement.Window.Height];
        using Picture picture = Picture.Open(file);
        picture.Draw(placement, rgb);
        return rgb;
    }

    static string Golden(string name) => Path.Combine(LongTail.Tests.House.Repository.Root, "tests", "LongTail.Tests", "Golden", "pictures", name);

    delegate void ChangeColour(float factor, Span<byte> rgb);
}
