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

    // Two seeds that differ by 1 on each of three draws that change nothing: 3, 2, which is 2.5 with half a width of 12.706 x 0.7071 / sqrt 2 = 6.353.
    [Fact]
    public void A_seed_that_is_repeated_on_equal_draws_is_no_further_run()
    {
        RepeatedMeasurement crossed = RepeatedMeasurement.OfCrossed([[3, 2], [3, 2], [3, 2]]);
        Assert.Equal((6, 2.5), (crossed.Runs, crossed.Mean));
        Assert.Equal(6.3531, crossed.HalfWidth!.Value, 4);
        Assert.False(crossed.ExcludesZero);
        Assert.Equal(RepeatedMeasurement.Of(3, 2, 3, 2, 3, 2).Deviation, crossed.Deviation);
        Assert.Equal(RepeatedMeasurement.Of(3, 2, 7), RepeatedMeasurement.OfCrossed([[3, 2, 7]]));
        Assert.Equal(RepeatedMeasurement.Of(3, 2, 7), RepeatedMeasurement.OfCrossed([[3], [2], [7]]));
        Assert.Throws<ArgumentException>(() => RepeatedMeasurement.OfCrossed([[1, 2], [1]]));
        Assert.Throws<ArgumentException>(() => RepeatedMeasurement.OfCrossed([]));
    }

    // Rows of 7/3 and 14/3: 12.706205 x 1.649916 / sqrt 2 = 14.823906. Columns of 2, 2.5 and 6: 4.302653 x 2.179449 / sqrt 3 = 5.414053. The root of the sum of their squares is 15.781639.
    [Fact]
    public void The_spreads_of_rows_and_columns_are_added_by_their_squares()
    {
        RepeatedMeasurement crossed = RepeatedMeasurement.OfCrossed([[1, 2, 4], [3, 3, 8]]);
        Assert.Equal((6, 3.5), (crossed.Runs, Math.Round(crossed.Mean, 12)));
        Assert.Equal(15.781639, crossed.HalfWidth!.Value, 6);
    }

    // Each seed and each draw has a deviation of its own beside that of the run: 95 % of the intervals hold the truth, 0, whichever of them is the largest.
    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(1, 1, 0.1)]
    [InlineData(0, 0, 1)]
    [InlineData(1, 0.5, 0.5)]
    public void Crossed_runs_give_intervals_that_hold_the_truth(double ofSeeds, double ofDraws, double ofRuns)
    {
        const int Times = 4000;
        Random random = new(7);
        int inside = Enumerable.Range(0, Times).Count(_ =>
        {
            double[] seeds = [.. Enumerable.Range(0, 5).Select(_ => ofSeeds * Normal(random))];
            double[][] runs = [.. Enumerable.Range(0, 4).Select(_ => ofDraws * Normal(random)).Select(draw => (double[])[.. seeds.Select(seed => seed + draw + ofRuns * Normal(random))])];
            return RepeatedMeasurement.OfCrossed(runs).ExcludesZero == false;
        });
        Assert.InRange(inside / (double)Times, 0.94, 1);

        static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
