using CsCheck;
using LongTail.Foundation;
using LongTail.Imaging;
using SkiaSharp;

namespace LongTail.Tests.Imaging;

/// <summary>A picture that was saved again is found, and another one is not taken for it.</summary>
public class AlikeSearchTests
{
    [Theory]
    [InlineData(200, 150, SKEncodedImageFormat.Jpeg, 50)]
    [InlineData(80, 60, SKEncodedImageFormat.Jpeg, 75)]
    [InlineData(400, 300, SKEncodedImageFormat.Webp, 60)]
    [InlineData(33, 25, SKEncodedImageFormat.Png, 100)]
    public void Saved_again_at_another_size_and_in_another_format_it_is_the_same_picture(int width, int height, SKEncodedImageFormat format, int quality)
    {
        Thumbnail[] scenes = [.. Enumerable.Range(0, 6).Select(scene => Of(Scene(scene), 200, 150, SKEncodedImageFormat.Png, 100))];
        for (int scene = 0; scene < scenes.Length; scene++)
        {
            Thumbnail again = Of(Scene(scene), width, height, format, quality);
            Assert.Equal(Enumerable.Range(0, scenes.Length).Select(other => other == scene), scenes.Select(again.IsLike));
        }
    }

    [Fact]
    public void A_stretched_a_mirrored_and_a_brighter_one_are_others()
    {
        Thumbnail picture = Of(Scene(1), 200, 150, SKEncodedImageFormat.Png, 100);
        Assert.False(picture.IsLike(Of(Scene(1), 150, 200, SKEncodedImageFormat.Png, 100)));
        Assert.False(picture.IsLike(Of((canvas, width, height) =>
        {
            canvas.Scale(-1, 1, width / 2f, 0);
            Scene(1)(canvas, width, height);
        }, 200, 150, SKEncodedImageFormat.Png, 100)));
        Assert.False(picture.IsLike(Of((canvas, width, height) =>
        {
            Scene(1)(canvas, width, height);
            using SKPaint veil = new() { Color = new(255, 255, 255, 80) };
            canvas.DrawRect(0, 0, width, height, veil);
        }, 200, 150, SKEncodedImageFormat.Png, 100)));
    }

    [Fact]
    public void Blank_pages_are_no_copies_of_each_other() =>
        Assert.Empty(AlikeSearch.Groups([.. Enumerable.Range(0, 5).Select(i => new Thumbnail([.. Enumerable.Repeat((byte)(250 + i % 2), Thumbnail.Bytes)], new(10, 10))), null], TestContext.Current.CancellationToken));

    /// <summary>Against a comparison of each with each.</summary>
    [Fact]
    public void All_that_are_alike_are_found_and_nothing_else() => Gen.Select(Gen.Int[0, 4], Gen.Int[0, 30], Gen.Int[0, 1000]).Array[0, 60].Sample(pictures =>
    {
        Thumbnail?[] thumbnails = [.. pictures.Select(picture => picture.Item3 == 0 ? null : Noisy(picture.Item1, picture.Item2, picture.Item3))];
        List<int[]> expected = [];
        HashSet<int> taken = [];
        for (int i = 0; i < thumbnails.Length; i++)
        {
            if (taken.Contains(i) || thumbnails[i] is not { HasContent: true } first) continue;
            int[] rest = [.. Enumerable.Range(i + 1, thumbnails.Length - i - 1).Where(other => !taken.Contains(other) && thumbnails[other] is { HasContent: true } next && first.IsLike(next))];
            if (rest.Length == 0) continue;
            taken.UnionWith(rest);
            expected.Add([i, .. rest]);
        }
        Assert.Equal(expected, AlikeSearch.Groups(thumbnails, TestContext.Current.CancellationToken));
    });

    [Fact]
    public void Likeness_goes_both_ways() => Gen.Select(Gen.Int[0, 30], Gen.Int[1, 1000], Gen.Int[0, 30]).Sample(pair =>
    {
        Thumbnail one = Noisy(1, pair.Item1, pair.Item2), other = Noisy(1, pair.Item3, pair.Item2 + 1);
        Assert.Equal(one.IsLike(other), other.IsLike(one));
    });

    static Thumbnail Noisy(int scene, int noise, int seed)
    {
        CounterRandom random = new Seed(scene).For("scene"), more = new Seed(seed).For("noise");
        return new([.. Enumerable.Range(0, Thumbnail.Bytes).Select(i => (byte)Math.Clamp(128 + 12 * scene * random.Normal((ulong)i) + noise / 3.0 * more.Normal((ulong)i), 0, 255))], new(40, 30));
    }

    static Action<SKCanvas, float, float> Scene(int number) => (canvas, width, height) =>
    {
        canvas.Clear(new SKColor((byte)(40 * number), (byte)(200 - 30 * number), 120));
        for (int i = 0; i < 5; i++)
        {
            using SKPaint paint = new() { Color = new((byte)(67 * (i + number)), (byte)(151 * (i + 1) + 31 * number), (byte)(29 * i)), IsAntialias = true };
            canvas.DrawCircle(width * ((i * 3 + number) % 7) / 7 + width / 10, height * ((i * 5 + number * 2) % 11) / 11, width / (4 + i), paint);
        }
    };

    static Thumbnail Of(Action<SKCanvas, float, float> scene, int width, int height, SKEncodedImageFormat format, int quality)
    {
        using SKBitmap bitmap = new(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using (SKCanvas canvas = new(bitmap)) scene(canvas, width, height);
        using SKData file = bitmap.Encode(format, quality);
        using Picture picture = Picture.Open(file.ToArray(), 50_000_000);
        byte[] rgb = new byte[Thumbnail.Bytes];
        picture.Draw(Placement.Of(PixelBox.Whole(picture.Size), new(Thumbnail.Side, Thumbnail.Side)), rgb, mayScale: false);
        return new(rgb, picture.Size);
    }
}
