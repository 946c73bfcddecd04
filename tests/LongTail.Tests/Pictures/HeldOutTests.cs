using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using LongTail.Foundation;
using LongTail.Pictures;

namespace LongTail.Tests.Pictures;

public sealed class HeldOutTests
{
    [Fact]
    public void Every_class_is_in_both_parts_whatever_its_size() =>
        Gen.Select(Gen.Int[2, 60].Array[2, 8], Gen.Double[0.01, 0.99], Gen.Int[0, 9]).Sample((sizes, fraction, seed) =>
        {
            PictureList pictures = Pictures(sizes);
            (PictureList train, PictureList test) = new HeldOut(fraction, seed, null).Divide(pictures, Name);
            Assert.Equal(pictures.Paths.Order(), train.Paths.Concat(test.Paths).Order());
            for (int label = 0; label < sizes.Length; label++)
            {
                int expected = (int)Math.Clamp(Math.Round(fraction * sizes[label], MidpointRounding.AwayFromZero), 1, sizes[label] - 1);
                Assert.Equal((sizes[label] - expected, expected), (train.Labels.Count(found => found == label), test.Labels.Count(found => found == label)));
            }
        });

    [Theory]
    [InlineData(5, 0.5, 3), InlineData(25, 0.1, 3), InlineData(24, 0.1, 2), InlineData(9, 0.5, 5)]
    public void Half_a_picture_is_held_out_as_a_whole_one(int size, double fraction, int expected) =>
        Assert.Equal(expected, new HeldOut(fraction, 0, null).Divide(Pictures([size]), Name).Test.Count);

    [Fact]
    public void The_order_of_the_list_says_nothing_about_who_is_held_out()
    {
        PictureList pictures = Pictures([40, 40]);
        PictureList turned = pictures.Select(Enumerable.Range(0, pictures.Count).Reverse());
        Assert.Equal(Held(pictures, 0).Order(), Held(turned, 0).Order());
        Assert.NotEqual(Held(pictures, 0).Order(), Held(pictures, 1).Order());
        // No prefix and no suffix of the class.
        int[] places = [.. Held(pictures, 0).Where(path => path.StartsWith("c0/", StringComparison.Ordinal)).Select(path => int.Parse(path.AsSpan(3, 2), CultureInfo.InvariantCulture)).Order()];
        Assert.True(places[0] < 20 && places[^1] >= 20, string.Join(' ', places));
    }

    [Fact]
    public void A_picture_more_moves_no_other()
    {
        PictureList pictures = Pictures([50, 50]);
        PictureList grown = new([.. pictures.Paths, "c0/new.jpg"], [.. pictures.Labels, 0]);
        ImmutableArray<string> before = Held(pictures, 0), after = Held(grown, 0);
        // The tenth part of 51 is one of 50 and perhaps the new one.
        Assert.True(before.Except(after).Count() <= 1);
    }

    [Fact]
    public void Pictures_of_a_group_stay_together()
    {
        PictureList pictures = new([.. Enumerable.Range(0, 60).Select(i => $"c{i % 2}/patient{i / 2 % 10:00}-{i:00}.jpg")], [.. Enumerable.Range(0, 60).Select(i => i % 2)]);
        (PictureList train, PictureList test) = new HeldOut(0.2, 0, "(patient\\d+)-").Divide(pictures, Name);
        Assert.Empty(train.Paths.Select(Patient).Intersect(test.Paths.Select(Patient)));
        Assert.Equal([6, 6], [test.Labels.Count(label => label == 0), test.Labels.Count(label => label == 1)]);

        static string Patient(string path) => path[3..12];
    }

    [Fact]
    public void Classes_that_cannot_be_divided_are_named()
    {
        string one = Assert.Throws<DataException>(() => new HeldOut(0.2, 0, null).Divide(Pictures([5, 1, 1]), Name)).Message;
        Assert.Contains("Found 2 class(es) that cannot be divided, since all their pictures are one: c1, c2.", one, StringComparison.Ordinal);
        string grouped = Assert.Throws<DataException>(() => new HeldOut(0.2, 0, "^c1").Divide(Pictures([5, 5]), Name)).Message;
        Assert.Contains("in one group, or in groups with those of other classes: c1.", grouped, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_that_finds_no_group_is_refused_and_paths_without_one_are_counted()
    {
        PictureList pictures = Pictures([5, 5]);
        Assert.Contains("Found none of 10 paths in which data.groupBy patient\\d finds a group, such as c0/00.jpg", Assert.Throws<DataException>(() => new HeldOut(0.2, 0, "patient\\d").Divide(pictures, Name)).Message, StringComparison.Ordinal);
        HeldOut some = new(0.4, 0, "c0/0[0-3]");
        some.Divide(pictures, Name);
        Assert.Equal(6, some.WithoutGroup(pictures));
        Assert.Equal(0, new HeldOut(0.2, 0, null).WithoutGroup(pictures));
    }

    [Theory, InlineData("("), InlineData("(?=x)")]
    public void An_expression_that_is_none_is_refused(string expression) =>
        Assert.Contains("Found data.groupBy", Assert.Throws<RecipeException>(() => new HeldOut(0.2, 0, expression)).Message, StringComparison.Ordinal);

    static ImmutableArray<string> Held(PictureList pictures, int seed) => new HeldOut(0.2, seed, null).Divide(pictures, Name).Test.Paths;

    static PictureList Pictures(int[] sizes) => new(
        [.. sizes.SelectMany((size, label) => Enumerable.Range(0, size).Select(i => $"c{label}/{i:00}.jpg"))],
        [.. sizes.SelectMany((size, label) => Enumerable.Repeat(label, size))]);

    static string Name(int label) => $"c{label}";
}
