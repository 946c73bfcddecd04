using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Tests.Data;

public sealed class ClassSubsetTests
{
    // Class c has so many training images and two test images; the pixels of an image are its label.
    static readonly ImmutableArray<int> Counts = [12, 100, 30, 5, 104];

    static readonly DataSplit Whole = new(Labelled([.. Counts.SelectMany((count, label) => Enumerable.Repeat(label, count))]), Labelled([4, 3, 2, 1, 0, 0, 1, 2, 3, 4]), "print");

    [Theory]
    [InlineData(GroupConvention.Oltr, ShotGroup.Many, new[] { 1, 4 })]
    [InlineData(GroupConvention.Kang, ShotGroup.Many, new[] { 4 })]
    [InlineData(GroupConvention.Oltr, ShotGroup.Medium, new[] { 2 })]
    [InlineData(GroupConvention.Kang, ShotGroup.Medium, new[] { 1, 2 })]
    [InlineData(GroupConvention.Oltr, ShotGroup.Few, new[] { 0, 3 })]
    public void Classes_of_the_group_are_renumbered_in_ascending_order_for_training_and_measuring(GroupConvention convention, ShotGroup group, int[] labels)
    {
        ClassSubset subset = new(convention, group);
        DataSplit only = Whole.Only(subset);
        Assert.Equal(labels, subset.LabelsIn(Whole.Counts));
        foreach (ImageSet part in (ImageSet[])[only.Train, only.Test])
        {
            Assert.Equal(labels.Select(label => $"class {label}"), part.ClassNames);
            Assert.Equal(((ResidentImageSet)part).Pixels.ToArray().Select(pixel => Array.IndexOf(labels, pixel)), part.Labels);
        }
        Assert.Equal(labels.Select(label => Counts[label]), only.Counts.ToImmutableArray());
        Assert.Equal(only.Counts.ToImmutableArray(), Whole.CountsOf(subset).ToImmutableArray());
        Assert.Equal(2 * labels.Length, only.Test.Count);
    }

    [Fact]
    public void Images_stay_in_their_order_and_the_fingerprint_is_that_of_the_whole()
    {
        DataSplit few = Whole.Only(new(GroupConvention.Oltr, ShotGroup.Few));
        Assert.Equal([3, 0, 0, 3], ((ResidentImageSet)few.Test).Pixels.ToArray());
        Assert.Equal([1, 0, 0, 1], few.Test.Labels);
        Assert.Equal("print", few.Fingerprint);
    }

    [Fact]
    public void Without_a_subset_the_data_is_what_it_is()
    {
        Assert.Same(Whole, Whole.Only(null));
        Assert.Equal(Counts, Whole.CountsOf(null).ToImmutableArray());
    }

    [Fact]
    public void A_group_without_a_class_is_refused()
    {
        DataSplit large = new(Labelled([.. Enumerable.Repeat(0, 200)]), Labelled([0]), "");
        Assert.Contains("no Few class", Assert.Throws<ArgumentException>(() => large.Only(new(GroupConvention.Oltr, ShotGroup.Few))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_of_other_classes_are_not_read()
    {
        List<int> read = [];
        ResidentImageSet set = new(new(1, 1, 1), (images, pixels) =>
        {
            read.AddRange(images);
            for (int i = 0; i < images.Length; i++) pixels[i] = (byte)images[i];
        }, [0, 1, 2, 1, 0], ["a", "b", "c"]);
        ResidentImageSet chosen = set.OfClasses([1]);
        Assert.Equal([1, 3], read);
        Assert.Equal([1, 3], chosen.Pixels.ToArray());
        Assert.Equal([0, 0], chosen.Labels);
        Assert.Equal(["b"], chosen.ClassNames);
    }

    static ResidentImageSet Labelled(ImmutableArray<int> labels) =>
        new(new(1, 1, 1), labels.Select(label => (byte)label).ToArray(), labels, [.. Enumerable.Range(0, labels.Max() + 1).Select(label => $"class {label}")]);
}
