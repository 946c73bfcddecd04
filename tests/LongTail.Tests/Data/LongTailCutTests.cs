using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Tests.Data;

public class LongTailCutTests
{
    [Fact]
    public void No_cut_leaves_the_set_in_its_own_order()
    {
        ResidentImageSet set = Set([2, 0, 1, 0]);
        Assert.Same(set, LongTailCut.Of(set, new AsItIs(), seed: 5));
    }

    [Fact]
    public void A_cut_keeps_images_with_their_labels()
    {
        ResidentImageSet set = Set([.. Enumerable.Range(0, 60).Select(image => image % 3)]);
        ResidentImageSet cut = (ResidentImageSet)LongTailCut.Of(set, new ExponentialProfile(4), seed: 0);
        Assert.Equal([20, 10, 5], cut.Counts.ToImmutableArray());
        for (int image = 0; image < cut.Count; image++) Assert.Equal(cut.Labels[image], cut.Pixels.Span[image] % 3);
        Assert.Equal(cut.Count, cut.Pixels.ToArray().Distinct().Count());
    }

    [Fact]
    public void A_class_with_no_images_is_reported_with_its_name()
    {
        string message = Assert.Throws<DataException>(() => LongTailCut.Of(Set([0, 2, 2]), new AsItIs(), seed: 0)).Message;
        Assert.Contains("dog (label 1)", message, StringComparison.Ordinal);
        Assert.DoesNotContain("cat", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_classes_with_no_images_five_are_named()
    {
        ResidentImageSet set = new(new ImageShape(1, 1, 1), new byte[2], [0, 9000], [.. Enumerable.Range(0, 9001).Select(label => $"c{label}")]);
        Assert.StartsWith("Found no image of c1 (label 1), c2 (label 2), c3 (label 3), c4 (label 4), c5 (label 5) and 8994 more, expected", Assert.Throws<DataException>(() => LongTailCut.Of(set, new AsItIs(), seed: 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_the_cut_would_empty_is_reported_with_its_name()
    {
        string message = Assert.Throws<DataException>(() => LongTailCut.Of(Set([0, 0, 1, 1, 2, 2]), new ExponentialProfile(100), seed: 0)).Message;
        Assert.Contains("dog (label 1), ship (label 2)", message, StringComparison.Ordinal);
        Assert.Contains("after the cut", message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_class_alone_is_refused_because_there_is_nothing_to_tell_apart()
    {
        ResidentImageSet cats = new(new ImageShape(1, 1, 1), new byte[3], [0, 0, 0], ["cat"]);
        foreach (LongTailProfile profile in (LongTailProfile[])[new AsItIs(), new ExponentialProfile(10)])
            Assert.StartsWith("Found one class in the training images, cat, expected at least two", Assert.Throws<DataException>(() => LongTailCut.Of(cats, profile, seed: 0)).Message, StringComparison.Ordinal);
    }

    static ResidentImageSet Set(ImmutableArray<int> labels) =>
        new(new ImageShape(1, 1, 1), Enumerable.Range(0, labels.Length).Select(image => (byte)image).ToArray(), labels, ["cat", "dog", "ship"]);
}
