using CsCheck;
using LongTail.Imaging;

namespace LongTail.Tests.Imaging;

/// <summary>Laws that hold for every file and placement; CsCheck prints the seed of a failure.</summary>
public class PicturePropertyTests
{
    static readonly Gen<(string File, JpegLibrary Library)> AnyFile = Gen.Select(OneOf([.. PictureFiles.Whole]), Gen.Enum<JpegLibrary>());

    [Fact]
    public void Every_beginning_of_a_file_is_a_picture_or_a_fault_with_a_reason()
    {
        foreach (string file in PictureFiles.Whole)
        {
            byte[] whole = PictureFiles.Read(file);
            for (int length = 0; length < whole.Length; length += 1 + whole.Length / 250) Try(whole[..length], JpegLibrary.Fastest, allowsPicture: !file.EndsWith(".jpg", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_changed_bytes_make_it_fail_in_another_way() =>
        Gen.Select(AnyFile, Gen.Select(Gen.Int[0, 20_000], Gen.Byte).Array[1, 8]).Sample((source, changes) =>
        {
            byte[] file = PictureFiles.Read(source.File);
            foreach ((int place, byte value) in changes) file[place % file.Length] = value;
            Try(file, source.Library, allowsPicture: true);
        }, iter: 3000, threads: 1);

    [Fact]
    public void A_part_has_the_pixels_that_the_whole_has_there() =>
        Gen.Select(OneOf("photo.jpg", "baseline-422.jpg", "progressive.jpg", "cmyk.jpg", "orientation-5.jpg", "orientation-8.jpg", "alpha.png"), Gen.Enum<JpegLibrary>(), Gen.Double[0, 1].Array[4]).Sample((name, library, share) =>
        {
            byte[] file = PictureFiles.Read(name);
            using Picture picture = Picture.Open(file, library: library);
            PixelBox part = Part(picture.Size, share);
            byte[] whole = PictureFiles.Draw(file, library: library), drawn = new byte[part.Width * part.Height * 3];
            picture.Draw(Placement.Of(part, new(part.Width, part.Height)), drawn);
            PixelAssert.Within(0, Cut(whole, picture.Size.Width, part), drawn, $"{name} {part}");
        }, iter: 500, threads: 1);

    [Fact]
    public void A_window_has_the_pixels_that_the_target_has_there_also_mirrored() =>
        Gen.Select(OneOf("photo.jpg", "orientation-6.jpg"), Gen.Double[0, 1].Array[8], Gen.Int[1, 70], Gen.Int[1, 70], Gen.Bool, Gen.Bool).Sample((name, share, width, height, mirrored, mayScale) =>
        {
            byte[] file = PictureFiles.Read(name);
            using Picture picture = Picture.Open(file);
            PictureSize target = new(width, height);
            Placement all = Placement.Of(Part(picture.Size, share[..4]), target, mirrored), some = all with { Window = Part(target, share[4..]) };
            PixelBox seen = mirrored ? some.Window with { Left = width - some.Window.Right } : some.Window;
            PixelAssert.Within(0, Cut(PictureFiles.Draw(file, all, mayScale), width, seen), PictureFiles.Draw(file, some, mayScale), $"{name} {some}");
        }, iter: 500, threads: 1);

    static Gen<string> OneOf(params string[] names) => Gen.Int[0, names.Length - 1].Select(at => names[at]);

    static void Try(byte[] file, JpegLibrary library, bool allowsPicture)
    {
        try
        {
            using Picture picture = Picture.Open(file, mostPixels: 1_000_000, library);
            byte[] rgb = new byte[8 * 8 * 3];
            picture.Draw(Placement.Of(PixelBox.Whole(picture.Size), new(8, 8)), rgb);
            Assert.True(allowsPicture, $"Drew {file.Length} bytes of a {picture.Format} file.");
        }
        catch (PictureException fault)
        {
            Assert.StartsWith("found ", fault.Message, StringComparison.Ordinal);
        }
    }

    static PixelBox Part(PictureSize size, double[] share)
    {
        int left = (int)(share[0] * (size.Width - 1)), top = (int)(share[1] * (size.Height - 1));
        return new(left, top, 1 + (int)(share[2] * (size.Width - left - 1)), 1 + (int)(share[3] * (size.Height - top - 1)));
    }

    static byte[] Cut(byte[] pixels, int width, PixelBox part) =>
        [.. Enumerable.Range(part.Top, part.Height).SelectMany(row => pixels.AsSpan((row * width + part.Left) * 3, part.Width * 3).ToArray())];
}
