using LongTail.Data;

namespace LongTail.Tests.Data;

public sealed class ResidentImageSetTests
{
    static readonly ImageShape Shape = new(1, 2, 1);

    [Fact]
    public void Only_the_chosen_images_are_decoded()
    {
        List<int> read = [];
        ResidentImageSet chosen = Set(read).Select([3, 1]);
        Assert.Equal([3, 1], read);
        Assert.Equal([30, 31, 10, 11], chosen.Pixels.ToArray());
        Assert.Equal([1, 0], chosen.Labels);
    }

    [Fact]
    public void All_images_are_read_once_however_often_their_pixels_are_asked_for()
    {
        List<int> read = [];
        ResidentImageSet set = Set(read);
        Assert.Empty(read);
        Assert.Equal([0, 1, 10, 11, 20, 21, 30, 31], set.Pixels.ToArray());
        Assert.Equal(set.Pixels, set.Pixels);
        Assert.Equal([0, 1, 2, 3], read);
    }

    // Four images of two pixels: image i has 10 i and 10 i + 1.
    static ResidentImageSet Set(List<int> read) => new(Shape, (images, pixels) =>
    {
        read.AddRange(images);
        for (int i = 0; i < images.Length; i++) (pixels[2 * i], pixels[2 * i + 1]) = ((byte)(10 * images[i]), (byte)(10 * images[i] + 1));
    }, [0, 0, 1, 1], ["shirt", "boot"]);
}
