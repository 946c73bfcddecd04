using LongTail.Augmentation;
using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Tests.Augmentation;

public class ViewDrawTests
{
    const int Images = 50_000;
    static readonly Seed Seed = new(5);

    [Fact]
    public void All_81_crops_occur_equally_often_in_either_orientation()
    {
        Dictionary<View, int> times = Views(epoch: 0).Concat(Views(epoch: 1)).CountBy(view => view).ToDictionary();
        // 100,000 draws over 162 views: 617 of each expected, with deviation 25.
        Assert.Equal(162, times.Count);
        Assert.All(times, view => Assert.InRange(view.Value, 617 - 5 * 25, 617 + 5 * 25));
        Assert.All(times.Keys, view => Assert.True(view is { Top: >= 0 and <= 8, Left: >= 0 and <= 8 }));
        double chiSquare = times.Values.Sum(count => Math.Pow(count - 100_000 / 162.0, 2) / (100_000 / 162.0));
        Assert.InRange(chiSquare, 161 - 5 * 18, 161 + 5 * 18);      // mean 161, deviation sqrt(2 x 161) = 18
    }

    [Fact]
    public void Views_of_neighbouring_images_epochs_and_occurrences_are_not_alike()
    {
        View[] views = Views(epoch: 0);
        AssertAlikeByChanceOnly(views[1..], views[..^1]);
        AssertAlikeByChanceOnly(views, Views(epoch: 1));
        AssertAlikeByChanceOnly(views, Views(epoch: 0, occurrence: 1));
        AssertAlikeByChanceOnly(views, Views(epoch: 0, seed: new Seed(6)));
    }

    [Fact]
    public void The_crop_does_not_tell_the_orientation()
    {
        // 50,000 / 81 = 617 images per crop, half of them mirrored, with deviation 12.4 around 308.6.
        Assert.All(Views(epoch: 0).GroupBy(view => (view.Top, view.Left)), crop =>
            Assert.InRange(crop.Count(view => view.Mirrored) / (double)crop.Count(), 0.5 - 5 * 0.0201, 0.5 + 5 * 0.0201));
    }

    [Fact]
    public void The_same_draw_gives_the_same_views() => Assert.Equal(Views(epoch: 3), Views(epoch: 3));

    [Fact]
    public void Turning_one_off_leaves_the_other_as_it_was()
    {
        View[] both = Views(epoch: 0);
        Assert.Equal(both.Select(view => view with { Mirrored = false }), Views(epoch: 0, flip: false));
        Assert.Equal(both.Select(view => new View(0, 0, view.Mirrored)), Views(epoch: 0, padding: 0));
    }

    // Two independent draws agree with probability 1/162: 309 of 50,000, with deviation 17.5.
    static void AssertAlikeByChanceOnly(View[] first, View[] second) =>
        Assert.InRange(first.Zip(second).Count(pair => pair.First == pair.Second), 309 - 5 * 17.5, 309 + 5 * 17.5);

    static View[] Views(int epoch, int occurrence = 0, int padding = 4, bool flip = true, Seed? seed = null) =>
        new ViewDraw(padding, flip, seed ?? Seed).Of(new BatchDraw(epoch, 0, [.. Enumerable.Range(0, Images)], [.. Enumerable.Repeat(occurrence, Images)]));
}
