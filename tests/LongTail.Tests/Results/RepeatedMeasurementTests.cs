using LongTail.Results;

namespace LongTail.Tests.Results;

public sealed class RepeatedMeasurementTests
{
    [Fact]
    public void Five_runs_are_summed_up_by_hand_here()
    {
        // 1, 2, 3, 4, 5: mean 3, squares 4 + 1 + 0 + 1 + 4 = 10, deviation sqrt(10 / 4) = 1.581139, times 2.776445 / sqrt(5) = 1.963243
        RepeatedMeasurement five = RepeatedMeasurement.Of(1, 2, 3, 4, 5);
        Assert.Equal((5, 3.0), (five.Runs, five.Mean));
        Assert.Equal(1.581139, five.Deviation!.Value, 6);
        Assert.Equal(1.963243, five.HalfWidth!.Value, 6);
        Assert.Equal((1.036757, 4.963243), (Math.Round(five.Low!.Value, 6), Math.Round(five.High!.Value, 6)));
    }

    [Fact]
    public void One_run_has_no_spread() => Assert.Equal(new(1, 0.5, null, null), RepeatedMeasurement.Of(0.5));

    [Fact]
    public void Zero_is_excluded_where_it_lies_outside_of_the_interval()
    {
        Assert.True(RepeatedMeasurement.Of(1, 2, 3, 4, 5).ExcludesZero);          // 3 +- 1.96
        Assert.True(RepeatedMeasurement.Of(-1, -2, -3, -4, -5).ExcludesZero);
        Assert.False(RepeatedMeasurement.Of(-1, 0, 1, 2, 3).ExcludesZero);        // 1 +- 1.96
        Assert.False(RepeatedMeasurement.Of(0, 0).ExcludesZero);
        Assert.True(RepeatedMeasurement.Of(1, 1).ExcludesZero);
        Assert.Null(RepeatedMeasurement.Of(5).ExcludesZero);
    }

    [Fact]
    public void No_run_is_no_measurement() => Assert.Throws<ArgumentException>(() => RepeatedMeasurement.Of());
}
