using LongTail.Imaging;

namespace LongTail.Tests.Imaging;

public class ReductionTests
{
    [Theory]
    [InlineData(447, 448, 1)]
    [InlineData(448, 447, 1)]
    [InlineData(448, 448, 2)]
    [InlineData(896, 1700, 4)]
    [InlineData(1792, 1792, 8)]
    [InlineData(50_000, 50_000, 8)]
    public void A_picture_is_halved_while_it_stays_as_large_as_the_target(int width, int height, int divisor) =>
        Assert.Equal(divisor, Reduction.For(Placement.Of(new(5, 5, width, height), new(224, 224))).Divisor);

    [Fact]
    public void A_last_block_that_is_not_full_counts() => Assert.Equal(new PictureSize(46, 35), new Reduction(8).Of(new(361, 280)));

    // 37 columns are 18.5 pairs: where an axis is reversed the half one comes first.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_reduced_picture_lies_where_the_full_one_does_in_every_orientation(int orientation)
    {
        byte[] file = PictureFiles.Read($"orientation-{orientation}.jpg");
        using Picture picture = Picture.Open(file);
        PixelBox source = new(1, 1, picture.Size.Width - 1, picture.Size.Height - 1);
        Placement placement = Placement.Of(source, new(12, 12));   // halved
        double difference = PixelAssert.MeanDifference(PictureFiles.Draw(file, placement), PictureFiles.Draw(file, placement, mayScale: true));
        Assert.InRange(difference, 0.01, 3);
        Placement shifted = placement with { Source = source with { Left = 0, Top = 0 } };   // by one pixel each way: the difference is seen
        Assert.True(PixelAssert.MeanDifference(PictureFiles.Draw(file, shifted), PictureFiles.Draw(file, placement, mayScale: true)) > 1.5 * difference);
    }
}
