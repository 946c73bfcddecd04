using System.Collections.Immutable;
using LongTail.Augmentation;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Stages;

namespace LongTail.Tests.Stages;

public class ViewSlotsTests
{
    // Of 162 equally likely views, E draws see 162 (1 - (161/162)^E) for the first time: those are asked about.
    [Theory]
    [InlineData(10, 0.027), InlineData(30, 0.085), InlineData(100, 0.252), InlineData(200, 0.425)]
    public void So_much_of_the_published_schedule_is_a_repetition(int epochs, double expected)
    {
        const int Images = 500;
        ViewDraw draw = new(padding: 4, flip: true, new Seed(3));
        ViewSlots slots = new(Images, 162, Images * 162);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            BatchDraw all = new(epoch, 0, [.. Enumerable.Range(0, Images)], [.. Enumerable.Repeat(0, Images)]);
            slots.Place(new(all.Indices, [.. draw.Of(all).Select(draw.NumberOf)], 162));
        }
        Assert.Equal(1 - 162 * (1 - Math.Pow(161 / 162.0, epochs)) / epochs, expected, 0.0006);
        Assert.Equal(expected, slots.Found / (double)(slots.Found + slots.NotFound), 0.01);
    }

    [Fact]
    public void Every_view_has_a_number_of_its_own()
    {
        foreach ((int padding, bool flip, int count) in (ReadOnlySpan<(int, bool, int)>)[(4, true, 162), (4, false, 81), (0, true, 2), (0, false, 1)])
        {
            ViewDraw draw = new(padding, flip, new Seed(0));
            IEnumerable<View> views =
                from top in Enumerable.Range(0, 2 * padding + 1)
                from left in Enumerable.Range(0, 2 * padding + 1)
                from side in Enumerable.Range(0, flip ? 2 : 1)
                select new View(top, left, side == 1);
            Assert.Equal(Enumerable.Range(0, count), views.Select(draw.NumberOf).Order());
            Assert.Equal(count, new AugmentationSpec { CropPadding = padding, Flip = flip, Normalization = Normalization.Cifar }.ViewsPerImage);
        }
    }

    // Or a teacher would answer about every view of an image what it said about the first.
    [Fact]
    public void Views_that_no_number_tells_apart_are_not_counted()
    {
        AugmentationSpec counted = new() { Normalization = Normalization.Cifar };
        Assert.Equal(162, counted.ViewsPerImage);
        AugmentationSpec[] uncounted =
        [
            counted with { ResizedCrop = new() },
            counted with { Jitter = new() },
            counted with { Policy = new RandAugmentPolicy() },
            counted with { Cutout = 1 },
            counted with { Mixing = new() { Kind = MixingKind.Mixup } },
            counted with { Mixing = new() { Kind = MixingKind.CutMix } },
        ];
        Assert.All(uncounted, spec => Assert.Equal(0, spec.ViewsPerImage));
    }

    [Fact]
    public void A_view_that_occurs_twice_in_a_batch_is_asked_about_once()
    {
        ViewSlots slots = new(3, 2, 6);
        (long[] where, List<long> unseen, int first, int kept) = slots.Place(new([1, 2, 1], [0, 1, 0], 2));
        Assert.Equal([0, 1, 0], where);
        Assert.Equal([0, 1], unseen);
        Assert.Equal((0, 2), (first, kept));
    }

    [Fact]
    public void What_finds_no_room_is_asked_about_again()
    {
        ViewSlots slots = new(3, 1, 2);
        ImmutableArray<int> views = [0, 0, 0];
        (_, List<long> unseen, _, int kept) = slots.Place(new([2, 1, 0], views, 1));
        Assert.Equal([0, 1, 2], unseen);
        Assert.Equal(2, kept);
        (_, unseen, _, kept) = slots.Place(new([1, 0, 2], views, 1));
        Assert.Equal([1], unseen);
        Assert.Equal(0, kept);
    }
}
