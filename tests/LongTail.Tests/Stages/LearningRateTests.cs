using LongTail.Foundation;
using LongTail.Stages;

namespace LongTail.Tests.Stages;

public class LearningRateTests
{
    const double Rounding = 1e-15;

    static readonly OptimizerSpec Paper = new();   // its defaults are the paper's CIFAR runs

    // adjust_learning_rate of the authors' code with its 1-based epoch: e <= 5: lr e / 5; e > 180: lr 0.0001; e > 160: lr 0.01; else lr.
    [Fact]
    public void The_papers_schedule_is_the_authors_code_epoch_by_epoch()
    {
        for (int epoch = 0; epoch < 200; epoch++)
        {
            int e = epoch + 1;
            double expected = e <= 5 ? 0.1 * e / 5 : e > 180 ? 0.1 * 0.0001 : e > 160 ? 0.1 * 0.01 : 0.1;
            Assert.Equal(expected, Paper.LearningRateAt(epoch, 200), Rounding);
        }
    }

    [Theory]
    [InlineData(0, 0.02), InlineData(3, 0.08), InlineData(4, 0.1), InlineData(5, 0.1)]
    [InlineData(159, 0.1), InlineData(160, 1e-3), InlineData(179, 1e-3), InlineData(180, 1e-5), InlineData(199, 1e-5)]
    public void The_rate_drops_at_0_based_160_and_180_each_time_by_a_hundred(int epoch, double rate) =>
        Assert.Equal(rate, Paper.LearningRateAt(epoch, 200), Rounding);

    // WarmupMultiStepLR of BBN's code with its 1-based epoch: e < 5: lr (1/3 (1 - e / 5) + e / 5).
    [Fact]
    public void A_warm_up_may_begin_above_nothing()
    {
        OptimizerSpec third = Paper with { WarmupFrom = 1 / 3.0 };
        for (int e = 1; e <= 5; e++) Assert.Equal(0.1 * ((1 - e / 5.0) / 3 + e / 5.0), third.LearningRateAt(e - 1, 200), Rounding);
        Assert.Equal(1e-3, third.LearningRateAt(160, 200), Rounding);
        foreach (double wrong in (double[])[-0.1, 1, double.NaN])
            Assert.Contains("beginning of the warm-up", Assert.Throws<RecipeException>(() => Paper with { WarmupFrom = wrong }).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200), InlineData(30), InlineData(400), InlineData(1)]
    public void A_stretched_schedule_drops_at_the_same_fractions(int epochs)
    {
        StepSchedule stretched = (StepSchedule)Paper.Schedule.Stretched(200, epochs);
        Assert.Equal([Recipe.EpochAt(0.8, epochs), Recipe.EpochAt(0.9, epochs)], stretched.DropAt);
        Assert.Equal(0.01, stretched.Factor);
        Assert.Equal(new CosineSchedule(), new CosineSchedule().Stretched(200, epochs));
    }

    // docs/decisions/0007: halves go up, in decimal.
    [Theory]
    [InlineData(0.8, 200, 160), InlineData(0.15, 30, 5), InlineData(0.7, 15, 11), InlineData(0.35, 30, 11), InlineData(0.145, 100, 15), InlineData(0.14, 30, 4)]
    public void A_fraction_of_the_epochs_is_rounded_to_the_nearest_moment(double fraction, int epochs, int moment) =>
        Assert.Equal(moment, Recipe.EpochAt(fraction, epochs));

    [Fact]
    public void Without_warm_up_the_first_epoch_has_the_full_rate() =>
        Assert.Equal(0.1, (Paper with { WarmupEpochs = 0 }).LearningRateAt(0, 200));

    [Fact]
    public void A_cosine_begins_at_the_base_rate_is_half_in_the_middle_and_ends_one_epoch_before_0()
    {
        OptimizerSpec cosine = new() { LearningRate = 0.2, WarmupEpochs = 0, Schedule = new CosineSchedule() };
        Assert.Equal(0.2, cosine.LearningRateAt(0, 90), Rounding);
        Assert.Equal(0.1, cosine.LearningRateAt(45, 90), Rounding);
        Assert.Equal(0, cosine.LearningRateAt(90, 90), Rounding);
        Assert.Equal(0.2 * (1 + Math.Cos(Math.PI * 89 / 90)) / 2, cosine.LearningRateAt(89, 90), Rounding);
        for (int epoch = 1; epoch < 90; epoch++) Assert.True(cosine.LearningRateAt(epoch, 90) < cosine.LearningRateAt(epoch - 1, 90));
    }

    [Fact]
    public void A_schedule_without_drops_is_constant() => Assert.Equal(1, new StepSchedule([], 0.5).FactorAt(1000, 1001));

    [Fact]
    public void A_parameter_has_the_settings_of_the_first_group_whose_prefix_it_has()
    {
        OptimizerSpec head = new() { LearningRate = 1 }, bias = new() { LearningRate = 2 };
        OptimizerSpec spec = Paper with { Groups = [new("linear.b", bias), new("linear.", head), new("lin", Paper)] };
        Assert.Same(bias, spec.For("linear.bias"));
        Assert.Same(head, spec.For("linear.weight"));
        Assert.Same(Paper, spec.For("lineage"));
        Assert.Same(spec, spec.For("conv1.linear.weight"));
    }
}
