using CsCheck;
using LongTail.Results;

namespace LongTail.Tests.Results;

public sealed class WilsonIntervalTests
{
    // By hand, with z = 1.959964, z^2 = 3.841459:
    // 0 of 10: the upper end is z^2 / (n + z^2) = 3.841459 / 13.841459 = 0.277533, and 10 of 10 mirrors it.
    // 50 of 100: the middle is 1/2, half the width z / (2 sqrt(n + z^2)) = 1.959964 / (2 x 10.190264) = 0.096168.
    [Theory]
    [InlineData(0.0, 10, 0.0, 0.277533)]
    [InlineData(1.0, 10, 0.722467, 1.0)]
    [InlineData(0.5, 100, 0.403832, 0.596168)]
    public void The_interval_is_computed_by_hand_here(double fraction, long images, double low, double high)
    {
        WilsonInterval interval = WilsonInterval.Of(fraction, images);
        Assert.Equal(low, interval.Low, 1e-6);
        Assert.Equal(high, interval.High, 1e-6);
    }

    [Fact]
    public void At_its_ends_the_fraction_is_1_96_standard_errors_away() =>
        // Wilson's definition: (fraction - p)^2 = z^2 p (1 - p) / n.
        Gen.Select(Gen.Int[1, 100_000], Gen.Double[0, 1]).Sample((images, fraction) =>
        {
            WilsonInterval interval = WilsonInterval.Of(fraction, images);
            return new[] { interval.Low, interval.High }.All(p => p is 0 or 1
                || Math.Abs((fraction - p) * (fraction - p) - 3.8414588206941245 * p * (1 - p) / images) < 1e-13);   // squared, as written: the root would blow up the last bit of 1 - p
        });

    [Fact]
    public void It_holds_the_fraction_and_stays_within_0_and_1() =>
        Gen.Select(Gen.Int[1, 100_000], Gen.Double[0, 1]).Sample((images, part) =>
        {
            double fraction = Math.Round(part * images) / images;
            WilsonInterval interval = WilsonInterval.Of(fraction, images);
            return interval.Low >= 0 && interval.High <= 1 && interval.Low <= fraction + 1e-12 && interval.High >= fraction - 1e-12;
        });

    [Fact]
    public void More_images_make_it_narrower()
    {
        double Width(long images) => WilsonInterval.Of(0.3, images) is var i ? i.High - i.Low : 0;
        Assert.True(Width(10) > Width(100) && Width(100) > Width(1000));
    }

    [Theory]
    [InlineData(-0.1, 10)]
    [InlineData(1.1, 10)]
    [InlineData(double.NaN, 10)]
    [InlineData(0.5, 0)]
    public void What_is_no_fraction_of_images_is_refused(double fraction, long images) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(fraction, images));
}
