using LongTail.Results;

namespace LongTail.Tests.Results;

public sealed class StudentTTests
{
    // The printed tables (two-sided 95 %), and 99 % and 50 % for another probability.
    [Theory]
    [InlineData(0.95, 1, 12.706205)]
    [InlineData(0.95, 2, 4.302653)]
    [InlineData(0.95, 3, 3.182446)]
    [InlineData(0.95, 4, 2.776445)]
    [InlineData(0.95, 9, 2.262157)]
    [InlineData(0.95, 30, 2.042272)]
    [InlineData(0.95, 1000, 1.962339)]
    [InlineData(0.99, 5, 4.032143)]
    [InlineData(0.50, 1, 1.0)]
    public void The_quantile_is_the_printed_one(double probability, int degrees, double expected) =>
        Assert.Equal(expected, StudentT.Quantile(probability, degrees), 6);

    [Fact]
    public void It_nears_the_normal_quantile() => Assert.Equal(1.959964, StudentT.Quantile(0.95, 1_000_000), 1e-5);

    [Fact]
    public void The_half_width_is_computed_by_hand_here() =>
        // 1, 2, 3, 4, 5: mean 3, squares 4 + 1 + 0 + 1 + 4 = 10, deviation sqrt(10 / 4), times 2.776445 / sqrt(5) = 1.963243
        Assert.Equal(1.963243, RepeatedMeasurement.Of(1, 2, 3, 4, 5).HalfWidth!.Value, 6);

    [Fact]
    public void Equal_values_have_no_width() => Assert.Equal(0, RepeatedMeasurement.Of(0.5, 0.5, 0.5).HalfWidth!.Value);

    [Fact]
    public void One_value_says_nothing_about_the_spread() => Assert.Null(RepeatedMeasurement.Of(0.5).HalfWidth);

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(double.NaN, 3)]
    [InlineData(0.95, 0)]
    public void What_is_no_probability_or_no_degree_is_refused(double probability, int degrees) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile(probability, degrees));
}
