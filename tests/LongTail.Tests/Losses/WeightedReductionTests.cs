using LongTail.Foundation;
using LongTail.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Losses;

/// <summary>The two published ways to reduce weighted losses, and the shifts of logit adjustment, in float64.</summary>
public sealed class WeightedReductionTests : IDisposable
{
    readonly DisposeScope _scope = NewDisposeScope();
    readonly Tensor _losses = tensor((double[])[1, 2, 4]), _labels = tensor((long[])[0, 2, 0]), _weights = tensor((double[])[0.5, 7, 3]);

    public void Dispose() => _scope.Dispose();

    // Weights 0.5, 3, 0.5: (0.5 + 6 + 2) over 4, or over 3 images.
    [Theory]
    [InlineData(WeightedReduction.WeightedMean, 8.5 / 4), InlineData(WeightedReduction.BatchMean, 8.5 / 3)]
    public void Values_by_hand(WeightedReduction reduction, double expected) =>
        Assert.Equal(expected, reduction.Reduce(_losses, _labels, _weights).item<double>(), 1e-15);

    [Fact]
    public void The_scale_of_the_weights_cancels_in_the_weighted_mean_and_counts_in_the_other()
    {
        Assert.Equal(8.5 / 4, WeightedReduction.WeightedMean.Reduce(_losses, _labels, 1000 * _weights).item<double>(), 1e-14);
        Assert.Equal(8500.0 / 3, WeightedReduction.BatchMean.Reduce(_losses, _labels, 1000 * _weights).item<double>(), 1e-11);
    }

    [Theory]
    [InlineData(WeightedReduction.WeightedMean), InlineData(WeightedReduction.BatchMean)]
    public void Weights_of_1_give_the_mean_and_one_image_is_enough(WeightedReduction reduction)
    {
        Assert.Equal(7 / 3.0, reduction.Reduce(_losses, _labels, ones(3, dtype: float64)).item<double>(), 1e-15);
        Assert.Equal(2, reduction.Reduce(_losses[1..2], _labels[1..2], ones(3, dtype: float64)).item<double>());
    }

    [Fact]
    public void Images_of_a_class_of_weight_0_are_as_if_they_were_not_there()
    {
        Tensor weights = tensor((double[])[0, 7, 3]);
        Assert.Equal(2, WeightedReduction.WeightedMean.Reduce(_losses, _labels, weights).item<double>(), 1e-15);
        Assert.Equal(6 / 3.0, WeightedReduction.BatchMean.Reduce(_losses, _labels, weights).item<double>(), 1e-15);
    }

    // Shares 0.8, 0.2 and 0 of 5 images; at tau 2 their squares, at tau 0 ones.
    [Fact]
    public void Adjustment_is_the_logarithm_of_the_shares_to_the_power_of_tau_and_finite_for_a_class_without_images()
    {
        ClassCounts counts = new(4, 1, 0);
        Check([Math.Log(0.8), Math.Log(0.2), Math.Log(1e-12)], LogitAdjustment.Shift(counts, 1));
        Check([Math.Log(0.64), Math.Log(0.04), Math.Log(1e-12)], LogitAdjustment.Shift(counts, 2));
        Check([0, 0, 0], LogitAdjustment.Shift(counts, 0));
        Assert.All(LogitAdjustment.Shift(counts, 1e6), shift => Assert.True(double.IsFinite(shift)));

        static void Check(double[] expected, double[] found) => TensorAssert.Close(tensor(expected), tensor(found), 3e-11, 0);   // 1e-12 over the smallest share
    }

    // 0.2 to the power of 17.1681 is 1e-12; a single class has no other to be adjusted against.
    [Fact]
    public void The_largest_tau_is_that_at_which_the_smallest_share_is_worth_1e_12()
    {
        Assert.Equal(17.1681, LogitAdjustment.LargestTau(new(4, 1, 0)), 1e-4);
        Assert.Equal(double.PositiveInfinity, LogitAdjustment.LargestTau(new(5, 0)));
    }

    [Fact]
    public void Adjustments_without_meaning_are_refused()
    {
        Assert.Equal(-1.0, Assert.Throws<ArgumentOutOfRangeException>(() => LogitAdjustment.Shift(new(4, 1), -1)).ActualValue);
        Assert.Contains("no image in any class", Assert.Throws<ArgumentException>(() => LogitAdjustment.Shift(new(0, 0), 1)).Message, StringComparison.Ordinal);
    }
}
