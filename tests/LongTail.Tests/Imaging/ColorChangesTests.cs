using System.Text.Json.Nodes;
using LongTail.Imaging;

namespace LongTail.Tests.Imaging;

public class ColorChangesTests
{
    [Fact]
    public void Changes_of_colour_are_byte_for_byte_torchvision_s()
    {
        foreach (JsonNode test in PictureFiles.Cases("color"))
        {
            byte[] pixels = PictureFiles.Draw(PictureFiles.Read("colour.png"));
            ColorChange[] changes = [.. test["changes"]!.AsArray().Select(change => new ColorChange(Enum.Parse<ColorQuality>(change!.Text("quality"), ignoreCase: true), (float)change!["factor"]!))];
            ColorChanges.Apply(pixels, changes);
            PixelAssert.Within(0, test.Expected(pixels.Length), pixels, test.ToJsonString());
        }
    }

    [Fact]
    public void A_factor_of_one_changes_nothing()
    {
        byte[] pixels = [0, 1, 2, 253, 254, 255, 9, 100, 200], before = [.. pixels];
        ColorChanges.Apply(pixels, new(ColorQuality.Brightness, 1), new(ColorQuality.Saturation, 1), new(ColorQuality.Contrast, 1));
        Assert.Equal(before, pixels);
    }

    [Fact]
    public void No_pixel_is_nothing_to_do() => ColorChanges.Apply([], new ColorChange(ColorQuality.Contrast, 2));
}
