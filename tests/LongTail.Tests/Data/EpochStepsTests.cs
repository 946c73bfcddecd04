using LongTail.Data;

namespace LongTail.Tests.Data;

public class EpochStepsTests
{
    [Theory]
    [InlineData(256, 128, "128 128")]
    [InlineData(250, 128, "128 122")]
    [InlineData(136, 128, "128 8")]
    [InlineData(100, 128, "100")]
    [InlineData(1, 128, "1")]
    public void The_last_step_has_what_is_left(int images, int batchSize, string sizes) => Assert.Equal(sizes, Sizes(images, batchSize));

    // As in a folder of 130 photographs with the usual batch.
    [Theory]
    [InlineData(130, 128, "65 65")]
    [InlineData(135, 128, "68 67")]
    [InlineData(263, 128, "128 68 67")]
    [InlineData(130, 43, "43 43 22 22")]
    [InlineData(5509 - 41 * 128, 128, "128 67 66")]   // the end of openclipart
    [InlineData(4, 3, "2 2")]
    [InlineData(437513 - 1707 * 256, 256, "256 133 132")]   // the end of iNaturalist 2018
    [InlineData(115846 - 903 * 128, 128, "128 67 67")]      // the end of ImageNet-LT in OLTR's batches
    public void Less_than_a_sixteenth_and_a_single_image_share_with_the_step_before(int images, int batchSize, string sizes) => Assert.Equal(sizes, Sizes(images, batchSize));

    // Counts of the sets of the paper, and batches of its recipes and of others: cut as the released loaders cut them.
    [Theory]
    [InlineData(12406, 128, 118), InlineData(13996, 128, 44), InlineData(20431, 128, 79)]
    [InlineData(10847, 128, 95), InlineData(12608, 128, 64), InlineData(19573, 128, 117)]
    [InlineData(62500, 256, 36), InlineData(115846, 256, 134), InlineData(115846, 512, 134), InlineData(437513, 512, 265), InlineData(437513, 128, 9)]
    public void The_sets_of_the_paper_end_with_what_is_left(int images, int batchSize, int last)
    {
        EpochSteps steps = new(images, batchSize);
        Assert.Equal((images - last, images), steps.Of(steps.Count - 1));
        Assert.Equal((images - last - batchSize, images - last), steps.Of(steps.Count - 2));
    }

    [Fact]
    public void Every_image_is_in_one_step_and_only_a_batch_of_2_leaves_one_alone()
    {
        for (int batchSize = 1; batchSize <= 40; batchSize++)
            for (int images = 1; images <= 200; images++)
            {
                EpochSteps steps = new(images, batchSize);
                (int Start, int End)[] all = [.. Enumerable.Range(0, steps.Count).Select(steps.Of)];
                Assert.Equal(0, all[0].Start);
                Assert.Equal(images, all[^1].End);
                Assert.All(all.Zip(all.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
                Assert.All(all, step => Assert.InRange(step.End - step.Start, images > 1 && batchSize > 2 ? 2 : 1, batchSize));
            }
    }

    [Fact]
    public void A_batch_beyond_any_set_is_one_step() => Assert.Equal((0, 437513), new EpochSteps(437513, int.MaxValue).Of(0));

    static string Sizes(int images, int batchSize)
    {
        EpochSteps steps = new(images, batchSize);
        return string.Join(' ', Enumerable.Range(0, steps.Count).Select(step => steps.Of(step).End - steps.Of(step).Start));
    }
}
