using System.Collections.Immutable;
using LongTail.Results;

namespace LongTail.Tests.Results;

public sealed class PriorCorrectionTests
{
    [Fact]
    public void A_shift_is_the_logarithm_of_how_much_more_often_a_class_comes_up()
    {
        // 1/2 to 8/10, 1/2 to 2/10: log 0.625, log 2.5
        ImmutableArray<double> shifts = PriorCorrection.Shifts([0.5, 0.5], [80, 20], tau: 1);
        Assert.Equal(Math.Log(0.625), shifts[0], 12);
        Assert.Equal(Math.Log(2.5), shifts[1], 12);
        Assert.All(shifts.Zip(PriorCorrection.Shifts([3, 3], [0.8, 0.2], tau: 2)), pair => Assert.Equal(2 * pair.First, pair.Second, 12));
    }

    [Fact]
    public void Nothing_moves_without_strength_or_where_the_classes_come_up_as_in_training()
    {
        Assert.All(PriorCorrection.Shifts([0.5, 0.5], [80, 20], tau: 0), shift => Assert.Equal(0, shift));
        Assert.All(PriorCorrection.Shifts([0.8, 0.2], [80, 20], tau: 3), shift => Assert.Equal(0, shift, 12));
    }

    [Fact]
    public void Bayes_rule_comes_out_with_a_strength_of_one()
    {
        // Posteriors 0.6, 0.3, 0.1 under the prior 0.5, 0.3, 0.2; under 0.2, 0.3, 0.5 they are proportional to 0.24, 0.3, 0.25.
        double[] logits = [Math.Log(0.6), Math.Log(0.3), Math.Log(0.1)];
        ImmutableArray<double> shifts = PriorCorrection.Shifts([0.2, 0.3, 0.5], [0.5, 0.3, 0.2], tau: 1);
        double[] moved = [.. logits.Zip(shifts, (logit, shift) => Math.Exp(logit + shift))];
        double[] posteriors = [0.24, 0.3, 0.25];
        Assert.All(posteriors.Zip(moved), pair => Assert.Equal(pair.First / 0.79, pair.Second / moved.Sum(), 12));
    }

    [Fact]
    public void A_prior_that_leaves_a_class_out_is_mixed_with_a_millionth_of_the_uniform_one()
    {
        ImmutableArray<double> shifts = PriorCorrection.Shifts([1, 1], [10, 0], tau: 1);
        Assert.Equal(Math.Log(0.5) - Math.Log(0.999999 + 0.0000005), shifts[0], 12);
        Assert.Equal(Math.Log(0.5) - Math.Log(0.0000005), shifts[1], 12);
    }

    [Fact]
    public void Priors_that_are_none_are_refused()
    {
        double[] fine = [0.5, 0.5];
        foreach (double[] bad in new double[][] { [0, 0], [-1, 2], [double.NaN, 1], [double.PositiveInfinity, 1], [double.MaxValue, double.MaxValue] })
        {
            Assert.Contains("expected finite numbers of 0 or more", Assert.Throws<ArgumentException>(() => PriorCorrection.Shifts(bad, fine, 1)).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => PriorCorrection.Shifts(fine, bad, 1));
        }
        Assert.Contains("test prior of 3 classes and a training prior of 2", Assert.Throws<ArgumentException>(() => PriorCorrection.Shifts([1, 1, 1], fine, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PriorCorrection.Shifts([], [], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PriorCorrection.Shifts(fine, fine, double.NaN));
    }
}
