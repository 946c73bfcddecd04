using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Tests.Data;

/// <summary>Golden values: numpy 1.24's RandomState and imbalance_cifar.py, the code the published CIFAR subsets were drawn with.</summary>
public class SubsetDrawTests
{
    [Fact]
    public void The_generator_shuffles_ten_numbers_as_numpy_does_with_seed_0()
    {
        int[] items = [.. Enumerable.Range(0, 10)];
        new NumpyLegacyRandom(0).Shuffle<int>(items);
        Assert.Equal([2, 8, 4, 9, 1, 6, 7, 3, 0, 5], items);
    }

    [Theory]
    [InlineData(10, 10, 20_431, 51_242_293, "0818dbc2375c6e11")]
    [InlineData(10, 50, 13_996, 34_963_174, "035a8053849437d5")]
    [InlineData(10, 100, 12_406, 30_953_231, "7dc33d9887cc527a")]
    [InlineData(100, 10, 19_573, 4_903_396, "69d9e980c3aeb790")]
    [InlineData(100, 50, 12_608, 3_143_133, "b0cc313d8ea09859")]
    [InlineData(100, 100, 10_847, 2_709_482, "8e7dbb740a0cb0ab")]
    public void The_published_CIFAR_subsets_are_drawn_image_for_image(int classes, double ratio, int images, long sum, string sha1)
    {
        int[] positions = PositionsWithinClass(classes, ratio, seed: 0);
        Assert.Equal(images, positions.Length);
        Assert.Equal(sum, positions.Sum(position => (long)position));
        Assert.Equal(sha1, Sha1(string.Join(',', positions.Select(position => position.ToString(CultureInfo.InvariantCulture))))[..16]);
    }

    [Theory]
    [InlineData(10, 0, new[] { 398, 3833, 4836, 4572, 636, 2545 })]
    [InlineData(10, 1, new[] { 597, 332, 521, 3935, 4800, 1102 })]
    [InlineData(10, 9, new[] { 2204, 3816, 2206, 2507, 1926, 4765 })]
    [InlineData(100, 0, new[] { 90, 254, 283, 445, 461, 15 })]
    [InlineData(100, 1, new[] { 277, 307, 436, 88, 261, 57 })]
    [InlineData(100, 99, new[] { 348, 153, 363, 361, 299, 353 })]
    public void The_first_positions_of_a_class_are_the_published_ones(int classes, int label, int[] expected)
    {
        int[] keep = new ExponentialProfile(10).Keep(Equal(classes));
        int start = keep[..label].Sum();
        Assert.Equal(expected, PositionsWithinClass(classes, ratio: 10, seed: 0)[start..(start + 6)]);
    }

    [Fact]
    public void Positions_count_within_the_ascending_list_of_a_class_wherever_its_images_lie()
    {
        ImmutableArray<int> sorted = [.. Enumerable.Range(0, 100).Select(image => image / 50)];
        ImmutableArray<int> mixed = [.. Enumerable.Range(0, 100).Select(image => image % 2)];
        int[] ofSorted = SubsetDraw.Indices(sorted, [50, 5], seed: 0), ofMixed = SubsetDraw.Indices(mixed, [50, 5], seed: 0);
        Assert.Equal(ofSorted.Select(image => image % 50), ofMixed.Select(image => image / 2));
        Assert.Equal(Enumerable.Repeat(0, 50).Concat(Enumerable.Repeat(1, 5)), ofMixed.Select(image => mixed[image]));
    }

    [Fact]
    public void Another_seed_draws_another_subset()
    {
        int[] first = PositionsWithinClass(10, 100, seed: 0), second = PositionsWithinClass(10, 100, seed: 1);
        Assert.NotEqual(first, second);
        Assert.Equal(first.Length, second.Length);
        Assert.Equal(second, PositionsWithinClass(10, 100, seed: 1));
    }

    [Fact]
    public void A_negative_subset_seed_is_refused() =>
        Assert.Contains("-1", Assert.Throws<RecipeException>(() => SubsetDraw.Indices([0], [1], seed: -1)).Message, StringComparison.Ordinal);

    static int[] Equal(int classes) => [.. Enumerable.Repeat(50_000 / classes, classes)];

    static int[] PositionsWithinClass(int classes, double ratio, int seed)
    {
        int perClass = 50_000 / classes;
        ImmutableArray<int> labels = [.. Enumerable.Range(0, 50_000).Select(image => image / perClass)];
        int[] keep = new ExponentialProfile(ratio).Keep(Equal(classes));
        return [.. SubsetDraw.Indices(labels, keep, seed).Select(image => image % perClass)];
    }

#pragma warning disable CA5350 // The golden values are SHA-1; nothing is protected by them.
    static string Sha1(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.ASCII.GetBytes(text)));
#pragma warning restore CA5350
}
