using LongTail.Data;

namespace LongTail.Tests.Data;

public sealed class ResidentImageSetTests
{
    static readonly ImageShape Shape = new(1, 2, 1);

    [Fact]
    public void Only_the_chosen_images_are_decoded()
    {
        List<int> decoded = [];
        ResidentImageSet chosen = Set(decoded).Select([3, 1]);
        Assert.Equal([3, 1], decoded);
        Assert.Equal([30, 31, 10, 11], chosen.Pixels.ToArray());
        Assert.Equal([1, 0], chosen.Labels);
    }

    [Fact]
    public void All_images_are_decoded_once_however_often_their_pixels_are_asked_for()
    {
        List<int> decoded = [];
        ResidentImageSet set = Set(decoded);
        Assert.Empty(decoded);
        Assert.Equal([0, 1, 10, 11, 20, 21, 30, 31], set.Pixels.ToArray());
        Assert.Equal(set.Pixels, set.Pixels);
        Assert.Equal([0, 1, 2, 3], decoded);
    }

    // Four images of two pixels: image i has 10 i and 10 i + 1.
    static ResidentImageSet Set(List<int> decoded) => new(Shape, (image, pixels) =>
    {
        decoded.Add(image);
        (pixels[0], pixels[1]) = ((byte)(10 * image), (byte)(10 * image + 1));
    }, [0, 0, 1, 1], ["shirt", "boot"]);
}
