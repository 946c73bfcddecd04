using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Tests.Data;

public class LongTailProfileTests
{
    [Theory]
    [InlineData(10, new[] { 5000, 3871, 2997, 2320, 1796, 1391, 1077, 834, 645, 500 })]
    [InlineData(50, new[] { 5000, 3237, 2096, 1357, 878, 568, 368, 238, 154, 100 })]
    [InlineData(100, new[] { 5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50 })]
    public void The_exponential_profile_gives_the_published_sizes_of_CIFAR_10(double ratio, int[] expected) =>
        Assert.Equal(expected, new ExponentialProfile(ratio).Keep(Equal(10, 5000)));

    [Theory]
    [InlineData(10, 19_573)]
    [InlineData(50, 12_608)]
    [InlineData(100, 10_847)]
    [InlineData(200, 9_502)]
    public void The_exponential_profile_gives_the_published_totals_of_CIFAR_100(double ratio, int total) =>
        Assert.Equal(total, new ExponentialProfile(ratio).Keep(Equal(100, 500)).Sum());

    [Fact]
    public void Ratio_1_keeps_everything_of_equal_classes()
    {
        Assert.Equal(Equal(7, 30), new ExponentialProfile(1).Keep(Equal(7, 30)));
        Assert.Equal(Equal(7, 30), new StepProfile(1).Keep(Equal(7, 30)));
    }

    [Fact]
    public void The_largest_class_is_as_large_as_the_scarcest_class_allows()
    {
        // With ratio 4 over 3 classes the factors are 1, 1/2, 1/4. Class 1 has 7, so n_max is 15: 15/2 = 7, and 16/2 = 8 would be too many.
        Assert.Equal([15, 7, 3], new ExponentialProfile(4).Keep([100, 7, 90]));
        Assert.Equal([15, 7, 3], new ExponentialProfile(4).Keep([100, 7, 3]));
        Assert.Equal([11, 5, 2], new ExponentialProfile(4).Keep([100, 7, 2]));
    }

    [Fact]
    public void A_wanted_largest_class_is_kept_to_or_refused()
    {
        Assert.Equal([12, 6, 3], new ExponentialProfile(4) { Largest = 12 }.Keep([100, 7, 90]));
        string message = Assert.Throws<DataException>(() => new ExponentialProfile(4) { Largest = 16 }.Keep([100, 7, 90])).Message;
        Assert.Contains("15", message, StringComparison.Ordinal);
        Assert.Contains("16", message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_class_is_a_long_tail_too()
    {
        Assert.Equal([9], new ExponentialProfile(10).Keep([9]));
        Assert.Equal([9], new ParetoProfile(6, 9, 2).Keep([9]));
        Assert.Equal([9], new AsItIs().Keep([9]));
    }

    [Theory]
    [InlineData(10, 0.5, 5)]
    [InlineData(9, 0.5, 4)]          // the published code floors the head
    [InlineData(10, 0.3, 7)]
    [InlineData(100, 0.07, 93)]
    [InlineData(10, 0.99, 0)]
    public void The_step_profile_has_two_sizes_and_the_wanted_part_in_the_tail(int classes, double tail, int head)
    {
        int[] keep = new StepProfile(100) { TailFraction = tail }.Keep(Equal(classes, 5000));
        Assert.Equal([.. Equal(head, 5000), .. Equal(classes - head, 50)], keep);
    }

    [Theory]
    [InlineData(6, 1280, 5, 1000, 115_846)]       // ImageNet-LT
    [InlineData(1.34, 4980, 5, 365, 62_500)]      // Places-LT, with the power its authors correct the paper to
    [InlineData(6, 4980, 5, 365, 184_500)]        // the Places-LT that the paper speaks of
    public void The_Pareto_profile_falls_from_end_to_end_and_comes_near_the_published_totals(double power, int largest, int smallest, int classes, int published)
    {
        int[] keep = new ParetoProfile(power, largest, smallest).Keep(Equal(classes, largest));
        Assert.Equal((largest, smallest), (keep[0], keep[^1]));
        Assert.All(keep.Zip(keep.Skip(1)), pair => Assert.True(pair.First >= pair.Second));
        Assert.InRange((double)keep.Sum() / published, 0.8, 1.2);
    }

    [Fact]
    public void The_Pareto_profile_follows_the_quantiles_computed_by_hand()
    {
        // Power 1, 3 classes: quantiles 4/1 - 1 = 3, 4/2 - 1 = 1, 4/3 - 1 = 1/3. Class 1 stands at (1 - 1/3) / (3 - 1/3) = 1/4 of the way up.
        Assert.Equal([100, 40, 20], new ParetoProfile(1, 100, 20).Keep(Equal(3, 100)));
    }

    [Fact]
    public void The_Pareto_profile_refuses_what_the_set_does_not_have() =>
        Assert.Contains("39 images of class 1", Assert.Throws<DataException>(() => new ParetoProfile(1, 100, 20).Keep([100, 39, 20])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0.01)]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_ratio_below_1_is_refused_and_named(double ratio)
    {
        Assert.Contains("expected 1 or more", Assert.Throws<RecipeException>(() => new ExponentialProfile(ratio)).Message, StringComparison.Ordinal);
        Assert.Contains("expected 1 or more", Assert.Throws<RecipeException>(() => new StepProfile(ratio)).Message, StringComparison.Ordinal);
        Assert.Throws<RecipeException>(() => new ExponentialProfile(10) with { Ratio = ratio });
    }

    [Fact]
    public void Other_values_out_of_range_are_refused()
    {
        Assert.Throws<RecipeException>(() => new StepProfile(10) { TailFraction = 0 });
        Assert.Throws<RecipeException>(() => new StepProfile(10) { TailFraction = 1 });
        Assert.Throws<RecipeException>(() => new ExponentialProfile(10) { Largest = 0 });
        Assert.Throws<RecipeException>(() => new ParetoProfile(0, 10, 1));
        Assert.Throws<RecipeException>(() => new ParetoProfile(6, 10, 0));
        Assert.Throws<RecipeException>(() => new ParetoProfile(6, 10, 11));
    }

    [Fact]
    public void A_Pareto_profile_is_checked_where_it_is_changed_too()
    {
        ParetoProfile profile = new(6, 10, 5);
        Assert.Throws<RecipeException>(() => profile with { Smallest = 0 });
        Assert.Throws<RecipeException>(() => profile with { Largest = 0 });
        Assert.Throws<RecipeException>(() => profile with { Power = double.NaN });
        Assert.Throws<RecipeException>(() => (profile with { Largest = 4 }).Keep([10, 10]));
        Assert.Equal([4, 2], (profile with { Largest = 4, Smallest = 2 }).Keep([10, 10]));
    }

    [Theory]
    [InlineData(0.009, 1000)]      // 1001^(1/0.009) is no number of double precision
    [InlineData(1e-300, 2)]
    [InlineData(1e300, 1000)]      // all quantiles are 0
    public void A_Pareto_power_that_no_numbers_hold_is_refused(double power, int classes) =>
        Assert.Contains($"for {classes} classes", Assert.Throws<RecipeException>(() => new ParetoProfile(power, 100, 5).Keep(Equal(classes, 100))).Message, StringComparison.Ordinal);

    [Theory, InlineData(0.01), InlineData(1000)]
    public void The_ends_of_the_powers_of_recipes_give_sizes_from_end_to_end(double power)
    {
        int[] keep = new ParetoProfile(power, 100, 5).Keep(Equal(1000, 100));
        Assert.Equal((100, 5), (keep[0], keep[^1]));
        Assert.All(keep, images => Assert.InRange(images, 5, 100));
    }

    static int[] Equal(int classes, int images) => [.. Enumerable.Repeat(images, classes)];
}
