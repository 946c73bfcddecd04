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

    /// <summary>Against all pairs, their difference computed as it is defined.</summary>
    [Fact]
    public void Groups_are_those_of_all_pairs() => Gen.Select(Gen.Int[0, 4], Gen.Int[0, 60], Gen.Int[0, 1000]).Array[0, 60].Sample(pictures =>
    {
        byte[]?[] bytes = [.. pictures.Select(picture => picture.Item3 == 0 ? null : Noisy(picture.Item1, picture.Item2, picture.Item3))];
        int[] group = [.. Enumerable.Range(0, bytes.Length)];
        for (int i = 0; i < bytes.Length; i++)
            for (int j = 0; j < i; j++)
                if (bytes[i] is { } one && bytes[j] is { } other && AreAlike(one, other))
                {
                    (int from, int to) = (Math.Max(group[i], group[j]), Math.Min(group[i], group[j]));
                    for (int k = 0; k < group.Length; k++) if (group[k] == from) group[k] = to;
                }
        string[] expected = [.. Enumerable.Range(0, bytes.Length).GroupBy(i => group[i]).Where(some => some.Count() > 1).OrderBy(some => some.Key).Select(some => string.Join(' ', some))];
        List<AlikePicture[]> found = AlikeSearch.Groups([.. bytes.Select(each => each is null ? null : new Thumbnail(each, new(40, 30)))], TestContext.Current.CancellationToken);
        Assert.Equal(expected, found.Select(some => string.Join(' ', some.Select(picture => picture.Picture).Order())));
        Assert.All(found, some => Assert.All(some[1..], picture => Assert.True(AreAlike(bytes[picture.Picture]!, bytes[picture.Like!.Value]!))));
        Assert.All(found, some => Assert.Null(some[0].Like));
    });

    // b is like a and like c, and a is not like c: each is told with one that it is like.
    [Fact]
    public void One_between_two_others_hides_neither()
    {
        byte[] a = Noisy(4, 0, 1), b = [.. a.Select(value => (byte)Math.Min(255, value + 4))], c = [.. a.Select(value => (byte)Math.Min(255, value + 8))];
        Assert.True(AreAlike(a, b) && AreAlike(b, c) && !AreAlike(a, c));
        AlikePicture[] group = Assert.Single(AlikeSearch.Groups([.. ((byte[][])[a, b, c]).Select(each => new Thumbnail(each, new(40, 30)))], TestContext.Current.CancellationToken));
        Assert.Equal([new(0, null), new(1, 0), new(2, 1)], group);
    }

    [Fact]
    public void Thousands_of_one_picture_are_one_group_and_no_millions_of_pairs()
    {
        Thumbnail[] frames = [.. Enumerable.Range(0, 5000).Select(i => new Thumbnail(Noisy(3, i % 2, 1), new(40, 30)))];
        long before = GC.GetAllocatedBytesForCurrentThread();
        AlikePicture[] group = Assert.Single(AlikeSearch.Groups(frames, TestContext.Current.CancellationToken));
        Assert.Equal(frames.Length, group.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);   // a number for each pair would be 50 MB
    }

    [Fact]
    public void Likeness_goes_both_ways() => Gen.Select(Gen.Int[0, 30], Gen.Int[1, 1000], Gen.Int[0, 30]).Sample(pair =>
    {
        Thumbnail one = new(Noisy(1, pair.Item1, pair.Item2), new(40, 30)), other = new(Noisy(1, pair.Item3, pair.Item2 + 1), new(40, 30));
        Assert.Equal(one.IsLike(other), other.IsLike(one));
    });

    static bool AreAlike(byte[] one, byte[] other)
    {
        double contrast = Math.Min(Contrast(one), Contrast(other));
        return contrast >= 8 && Math.Sqrt(one.Zip(other, (a, b) => (double)(a - b) * (a - b)).Average()) <= 0.12 * contrast;
    }

    static double Contrast(byte[] rgb)
    {
        double[] means = [.. Enumerable.Range(0, 3).Select(channel => rgb.Where((_, i) => i % 3 == channel).Average(value => (double)value))];
        return Math.Sqrt(rgb.Select((value, i) => (value - means[i % 3]) * (value - means[i % 3])).Average());
    }

    static byte[] Noisy(int scene, int noise, int seed)
    {
        CounterRandom random = new Seed(scene).For("scene"), more = new Seed(seed).For("noise");
        return [.. Enumerable.Range(0, Thumbnail.Bytes).Select(i => (byte)Math.Clamp(128 + 12 * scene * random.Normal((ulong)i) + noise / 6.0 * more.Normal((ulong)i), 0, 240))];
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
