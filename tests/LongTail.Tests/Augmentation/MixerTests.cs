using LongTail.Augmentation;
using LongTail.Data;
using LongTail.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Augmentation;

public sealed class MixerTests : IDisposable
{
    const int Images = 8, Side = 6;

    readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    // Image i is i everywhere and has the label i, so pixels and labels tell what became of it.
    [Theory, InlineData(0), InlineData(1), InlineData(7)]
    public void Mixup_blends_images_as_it_does_labels(int step)
    {
        Batch mixed = Mix(new() { Kind = MixingKind.Mixup }, step);
        double share = mixed.Mix!.Share;
        Assert.InRange(share, 0, 1);
        for (int row = 0; row < Images; row++)
            Assert.Equal(share * row + (1 - share) * Other(mixed, row), mixed.Images[row, 0, 0, 0].item<float>(), 1e-5);
        Assert.Equal(Enumerable.Range(0, Images).Select(i => (long)i), mixed.Labels.data<long>().ToArray());
        Assert.Equal(Enumerable.Range(0, Images).Select(i => (long)i), mixed.Mix.Others.data<long>().ToArray().Order());
    }

    [Fact]
    public void CutMix_shows_of_each_image_what_its_label_counts()
    {
        HashSet<double> shares = [];
        for (int step = 0; step < 40; step++)
        {
            Batch mixed = Mix(new() { Kind = MixingKind.CutMix }, step);
            shares.Add(mixed.Mix!.Share);
            for (int row = 0; row < Images; row++)
            {
                float[] pixels = mixed.Images[row].contiguous().data<float>().ToArray();
                long other = Other(mixed, row);
                Assert.All(pixels, value => Assert.True(value == row || value == other));
                if (other != row) Assert.Equal(mixed.Mix.Share, pixels.Count(value => value == row) / (double)pixels.Length, 1e-6);
            }
            Assert.Equal([Side * Side * 2L, 1, Side * 2, 2], mixed.Images.stride());   // channels last
        }
        Assert.True(shares.Count > 4);
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
    }

    [Fact]
    public void The_row_and_the_column_of_a_box_do_not_tell_each_other()
    {
        (int Top, int Left)[] corners = [.. Enumerable.Range(0, 200).Select(step => Corner(Mix(new() { Kind = MixingKind.CutMix }, step))).OfType<(int, int)>()];
        Assert.InRange(corners.Length, 100, 200);
        Assert.InRange(corners.Count(corner => corner.Top < corner.Left), corners.Length / 5, corners.Length / 2);
        Assert.InRange(corners.Count(corner => corner.Top > corner.Left), corners.Length / 5, corners.Length / 2);

        static (int, int)? Corner(Batch mixed)
        {
            int row = Enumerable.Range(0, Images).First(row => Other(mixed, row) != row);
            int place = Array.FindIndex(mixed.Images[row, 0].contiguous().data<float>().ToArray(), value => value != row);
            return place < 0 ? null : (place / Side, place % Side);
        }
    }

    [Theory]
    [InlineData(0, 0.5, 0.5, 0, 0, 8, 10)]          // all of the other image
    [InlineData(1, 0.5, 0.5, 4, 5, 0, 0)]           // nothing of it
    [InlineData(0.75, 0.5, 0.5, 2, 3, 4, 4)]        // half of each side, an even number of pixels around the middle
    [InlineData(0.75, 0, 0.99, 0, 7, 2, 3)]         // at a corner
    public void A_box_has_the_authors_sides_and_is_cut_off_at_the_border(double share, double row, double column, int top, int left, int height, int width) =>
        Assert.Equal(new(top, left, height, width), CutBox.Of(8, 10, share, row, column));

    [Fact]
    public void As_many_batches_are_mixed_as_asked()
    {
        int mixed = Enumerable.Range(0, 400).Count(step => Mix(new() { Kind = MixingKind.CutMix, Probability = 0.25 }, step).Mix is not null);
        Assert.InRange(mixed, 65, 135);
        Assert.All(Enumerable.Range(0, 50), step => Assert.NotNull(Mix(new() { Kind = MixingKind.CutMix }, step).Mix));
    }

    [Fact]
    public void Epoch_step_and_seed_decide_and_nothing_else()
    {
        LabelMixing spec = new() { Kind = MixingKind.Mixup };
        Assert.Equal(Mix(spec, 3).Mix!.Share, Mix(spec, 3).Mix!.Share);
        double[] shares = [Mix(spec, 3).Mix!.Share, Mix(spec, 4).Mix!.Share, Mix(spec, 3, epoch: 1).Mix!.Share, Mix(spec, 3, seed: 1).Mix!.Share];
        Assert.Equal(shares.Length, shares.Distinct().Count());
    }

    static long Other(Batch mixed, int row) => mixed.Mix!.Others[row].item<long>();

    static Batch Mix(LabelMixing spec, int step, int epoch = 0, int seed = 0)
    {
        Tensor images = arange(Images, float32).reshape(Images, 1, 1, 1).expand(Images, Side, Side, 2).contiguous().permute(0, 3, 1, 2);
        BatchDraw draw = new(epoch, step, [.. Enumerable.Range(0, Images)], [.. Enumerable.Repeat(0, Images)]);
        return new Mixer(spec, new(seed)).Apply(new(images, arange(Images), arange(Images)), draw);
    }
}
