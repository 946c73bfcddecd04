using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Results;

namespace LongTail.Tests.Results;

public sealed class TestPriorTests
{
    // Sizes 10, 40, 20: from the largest to the smallest these are the labels 1, 2, 0.
    static readonly ClassCounts s_training = new(10, 40, 20);

    // 50, 80 and 100 % right.
    static readonly EvaluationResult s_result = new([10, 20, 5], [5, 16, 5], [10, 20, 5]);

    [Fact]
    public void Forward_is_exponential_from_the_largest_class_to_the_smallest() =>
        Near([1 / 7.0, 4 / 7.0, 2 / 7.0], TestPrior.Forward(4).Of(s_training));                   // 4^0, 4^-0.5, 4^-1 = 1, 1/2, 1/4, of 7/4

    [Fact]
    public void Backward_is_forward_from_the_smallest_class_to_the_largest() =>
        Near([4 / 7.0, 1 / 7.0, 2 / 7.0], TestPrior.Backward(4).Of(s_training));

    [Fact]
    public void Shares_that_are_given_count_on_any_scale()
    {
        TestPrior prior = TestPrior.Given([2, 6, 0]);
        Near([0.25, 0.75, 0], prior.Of(s_training));
        Assert.Equal((TestPriorShape.Given, double.PositiveInfinity, "given"), (prior.Shape, prior.Ratio, prior.ToString()));
        Assert.Equal(0.25 * 0.5 + 0.75 * 0.8, prior.Accuracy(s_result, s_training), 12);
        Assert.Contains("Found shares of 3 classes, expected 2.", Assert.Throws<ArgumentException>(() => prior.Of(new(1, 2))).Message, StringComparison.Ordinal);
        foreach (double[] bad in (double[][])[[], [0, 0], [1, -1], [1, double.NaN], [1, double.PositiveInfinity]])
            Assert.Contains("expected finite numbers of 0 or more", Assert.Throws<ArgumentException>(() => TestPrior.Given(bad)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ratio_of_one_is_uniform_both_ways()
    {
        foreach (TestPrior prior in new[] { TestPrior.Uniform, TestPrior.Forward(1), TestPrior.Backward(1) })
            Near([1 / 3.0, 1 / 3.0, 1 / 3.0], prior.Of(s_training));
    }

    [Fact]
    public void Of_equally_large_classes_the_one_of_the_lower_label_counts_as_the_larger() =>
        Near([4 / 7.0, 2 / 7.0, 1 / 7.0], TestPrior.Forward(4).Of(new(5, 5, 5)));

    [Fact]
    public void One_class_is_all_there_is()
    {
        foreach (TestPrior prior in TestPrior.Usual) Assert.Equal([1.0], prior.Of(new ClassCounts(7)));
    }

    [Fact]
    public void Every_prior_adds_up_to_one_and_its_ends_are_the_ratio_apart()
    {
        ClassCounts counts = new([.. Enumerable.Range(1, 100)]);
        foreach (TestPrior prior in TestPrior.Usual)
        {
            ImmutableArray<double> weights = prior.Of(counts);
            Assert.Equal(1, weights.Sum(), 12);
            Assert.Equal(prior.Ratio, weights.Max() / weights.Min(), 9);
        }
    }

    [Fact]
    public void The_expected_accuracy_weighs_the_accuracies_of_the_classes()
    {
        Assert.Equal((0.5 * 1 + 0.8 * 4 + 1.0 * 2) / 7, TestPrior.Forward(4).Accuracy(s_result, s_training), 12);
        Assert.Equal((0.5 * 4 + 0.8 * 1 + 1.0 * 2) / 7, TestPrior.Backward(4).Accuracy(s_result, s_training), 12);
        Assert.Equal(s_result.BalancedAccuracy, TestPrior.Uniform.Accuracy(s_result, s_training), 12);
    }

    [Fact]
    public void A_class_without_test_images_is_left_out() =>
        Assert.Equal((0.5 * 1 + 1.0 * 2) / 3, TestPrior.Forward(4).Accuracy(s_result with { Images = [10, 0, 5], Correct = [5, 0, 5] }, s_training), 12);

    [Fact]
    public void Counts_of_other_classes_are_refused() =>
        Assert.Contains("2 classes", Assert.Throws<ArgumentException>(() => TestPrior.Uniform.Accuracy(s_result, new(1, 2))).Message, StringComparison.Ordinal);

    [Theory, InlineData(0.5), InlineData(0), InlineData(-2), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void A_ratio_below_one_is_refused(double ratio)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TestPrior.Forward(ratio));
        Assert.Throws<ArgumentOutOfRangeException>(() => TestPrior.Backward(ratio));
    }

    [Fact]
    public void The_usual_ones_lead_from_forward_to_backward() => Assert.Equal(
        ["forward:50", "forward:25", "forward:10", "forward:5", "forward:2", "uniform", "backward:2", "backward:5", "backward:10", "backward:25", "backward:50"],
        TestPrior.Usual.Select(prior => prior.ToString()));

    static void Near(double[] expected, ImmutableArray<double> found) => Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 12));
}
