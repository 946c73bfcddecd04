using System.Buffers;
using LongTail.Imaging;

namespace LongTail.Tests.Imaging;

/// <summary>Pixels that are there already are drawn as those that come out of a file.</summary>
public sealed class DecodedPictureTests
{
    [Fact]
    public void What_is_kept_whole_is_drawn_as_from_the_file()
    {
        byte[] file = PictureFiles.Read("photo.jpg");
        using Picture picture = Picture.Open(file);
        PictureSize size = picture.Size;
        using DecodedPicture decoded = new(size, new Lent(PictureFiles.Draw(file)));
        Assert.Equal(size, decoded.Size);
        foreach (Placement placement in new Placement[]
        {
            Placement.Of(PixelBox.Whole(size), size),
            Placement.Of(new(3, 5, 31, 17), new(16, 16)),
            Placement.Of(new(size.Width - 9, size.Height - 7, 9, 7), new(20, 21), mirrored: true),
            Placement.Of(new(size.Width - 1, size.Height - 1, 1, 1), new(1, 1)),
            Placements.ResizeShorterSideThenCentreCrop(size, 50, 40),
        })
        {
            byte[] drawn = new byte[placement.Bytes];
            decoded.Draw(placement, drawn);
            PixelAssert.Within(0, PictureFiles.Draw(file, placement), drawn, placement.ToString());
        }
    }

    [Theory, InlineData(640, 480, 20, 26, 20), InlineData(480, 641, 20, 20, 26), InlineData(19, 300, 20, 19, 300), InlineData(20, 20, 20, 20, 20), InlineData(10_000, 1, 20, 10_000, 1)]
    public void The_shorter_side_is_brought_down_and_never_up(int width, int height, int side, int packedWidth, int packedHeight)
    {
        Placement placement = Placements.ShorterSideAtMost(new(width, height), side);
        Assert.Equal(Placement.Of(new(0, 0, width, height), new(packedWidth, packedHeight)), placement);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using DecodedPicture decoded = new(new(4, 4), new Lent(new byte[48]));
        Assert.Throws<ArgumentException>(() => decoded.Draw(Placement.Of(new(1, 0, 4, 4), new(2, 2)), new byte[12]));
        Assert.Throws<ArgumentException>(() => decoded.Draw(Placement.Of(new(0, 0, 4, 4), new(2, 2)), new byte[11]));
    }

    sealed class Lent(byte[] bytes) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => bytes;

        public void Dispose()
        {
        }
    }
}
