using LongTail.Foundation;
using LongTail.Prediction;
using SkiaSharp;

namespace LongTail.Tests.Prediction;

public sealed class PictureViewTests : IDisposable
{
    static readonly Dictionary<string, string> s_said = new() { ["height"] = "32", ["width"] = "32", ["colours"] = "RGB", ["resize_shorter_side"] = "40", ["resize_first_to"] = "50" };

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_it_says_it_reads()
    {
        PictureView view = PictureView.FromMetadata(s_said);
        Assert.Equal((new(32, 32, 3), 40, 50), (view.Shape, view.ShorterSide, view.PackedSide));
        Assert.Equal(s_said.OrderBy(pair => pair.Key), view.ToMetadata().OrderBy(pair => pair.Key));
        Assert.Equal("RGB: a picture upright, on white, its shorter side brought to 50 pixels where it is longer, then to 40 (antialiased, bilinear), and its middle", view.ToString());
        Assert.Equal(60_000_000, PictureView.FromMetadata(new Dictionary<string, string>(s_said) { ["most_pixels"] = "60000000" }).Source.MostPixels);
        PictureView grey = PictureView.FromMetadata(new Dictionary<string, string>(s_said.Where(pair => pair.Key != "resize_first_to")) { ["colours"] = "grey" });
        Assert.Equal((1, 0, 4), (grey.Shape.Channels, grey.PackedSide, grey.ToMetadata().Length));
        Assert.Equal("grey: a picture upright, on white, its shorter side brought to 40 (antialiased, bilinear), and its middle", grey.ToString());
    }

    [Theory]
    [InlineData("height", "31", "\"32\" as width")]
    [InlineData("height", "many", "\"many\" as height")]
    [InlineData("colours", "BGR", "\"BGR\" as colours")]
    [InlineData("resize_shorter_side", "31", "\"32\" as width")]
    [InlineData("resize_first_to", "-1", "\"-1\" as resize_first_to")]
    [InlineData("width", null, "nothing as width")]
    [InlineData("height", "99999", "Found pictures of 99999 pixels")]
    public void Metadata_of_another_program_are_refused(string key, string? value, string told)
    {
        Dictionary<string, string> said = new(s_said);
        if (value is null) said.Remove(key);
        else said[key] = value;
        Assert.Contains(told, Assert.Throws<ModelFileException>(() => PictureView.FromMetadata(said)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_and_its_bytes_are_the_same_and_what_is_transparent_lies_on_white()
    {
        byte[] png = TestPictures.Png(40, 40, SKColorType.Rgba8888, [.. Enumerable.Range(0, 40 * 40).SelectMany(i => new byte[] { 0, 0, 0, i % 40 < 20 ? (byte)0 : (byte)255 })], SKAlphaType.Unpremul);
        _folder.Write("half.png", png);
        PictureView view = PictureView.FromMetadata(s_said);
        byte[] read = view.Read(_folder.At("half.png"));
        Assert.Equal(read, view.Read(png));
        Assert.Equal((byte)255, read[0]);                     // transparent, left
        Assert.Equal((byte)0, read[(31 * 32 + 31) * 3]);      // black, right
        Assert.Contains("none.png", Assert.Throws<DataException>(() => view.Read(_folder.At("none.png"))).Message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => view.Read("<html>"u8.ToArray()));
    }
}
