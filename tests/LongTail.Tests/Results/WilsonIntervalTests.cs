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

    [Fact]
    public void One_fraction_is_its_own_mean() =>
        Gen.Select(Gen.Int[1, 10_000], Gen.Double[0, 1]).Sample((images, part) =>
        {
            double fraction = Math.Round(part * images) / images;
            WilsonInterval one = WilsonInterval.Of(fraction, images), mean = WilsonInterval.OfMean([fraction], [images]);
            return Math.Abs(one.Low - mean.Low) < 1e-3 && Math.Abs(one.High - mean.High) < 1e-3;
        });

    // By a script of its own: from the mean, 7/12, Wilson's interval of as many images as the mean of the three is known to, each fraction drawn to 0.857143, 0.497496 and 0.297496.
    [Fact]
    public void The_interval_of_a_mean_is_that_of_its_definition()
    {
        WilsonInterval mean = WilsonInterval.OfMean([1, 0.5, 0.25], [5, 4, 4]);
        Assert.Equal(0.337679, mean.Low, 1e-6);
        Assert.Equal(0.793573, mean.High, 1e-6);
    }

    // Ten classes of 1,000 images, as of CIFAR-10: all alike, all right, and from 60 % to 96 %.
    [Theory]
    [InlineData(0.78, 0, 0.0003)]
    [InlineData(1, 0, 0.0003)]
    [InlineData(0.78, 0.04, 0.0012)]
    public void Of_equally_many_images_it_is_nearly_that_of_all_together(double middle, double step, double off)
    {
        double[] fractions = [.. Enumerable.Range(0, 10).Select(i => middle + step * (i - 4.5))];
        WilsonInterval mean = WilsonInterval.OfMean(fractions, [.. fractions.Select(_ => 1000L)]), all = WilsonInterval.Of(fractions.Average(), 10_000);
        Assert.Equal(all.Low, mean.Low, off);
        Assert.Equal(all.High, mean.High, off);
    }

    // Wilson's ends of 60 of 60 are 0.940 and 1, of 0 of 1 they are 0 and 0.793: the mean is from 0.470 to 0.897 at most, and 61 images would give 0.378 to 0.622.
    [Fact]
    public void A_class_of_one_image_makes_the_mean_uncertain()
    {
        WilsonInterval mean = WilsonInterval.OfMean([1, 0], [60, 1]);
        Assert.Equal(0.4699, mean.Low, 1e-4);
        Assert.InRange(mean.High, 0.8, 0.8967);
    }

    // Classes with their accuracy and test images; 2,000 test sets are drawn of each. 95 % is to be held on average over cases as unlike as these; the least, near 91 %,
    // is of two classes of which one has six images, where chance comes in six steps. Wilson's of all images together, as if they were one fraction, holds less than 60 % there.
    [Fact]
    public void Ninety_five_of_a_hundred_intervals_hold_the_true_mean()
    {
        (double Accuracy, int Images)[][] cases =
        [
            [.. Alike(10, 0.7, 1000)],
            [.. Alike(100, 0.4, 100)],
            [.. Alike(300, 0.6, 3)],
            [.. Alike(50, 0.5, 1)],
            [.. Alike(40, 0.2, 2), .. Alike(40, 0.9, 2)],
            [.. Alike(5, 0.98, 200), .. Alike(5, 0.5, 4)],
            [.. Alike(3, 0.9, 60), .. Alike(3, 0.6, 10), .. Alike(3, 0.3, 2)],
            [.. Alike(1, 0.9, 300), .. Alike(1, 0.4, 6)],
            [.. Alike(10, 0.95, 20), .. Alike(10, 0.3, 80)],
            [.. Alike(20, 0.99, 10)],
        ];
        Random random = new(1);
        double[] held = [.. cases.Select(classes => Held(classes, random))];
        string shown = string.Join(" ", held);
        Assert.True(held.Min() >= 0.9, shown);
        Assert.True(held.Average() is >= 0.945 and <= 0.98, shown);
        Assert.True(Held(cases[7], random, (fractions, images) => WilsonInterval.Of(fractions.Average(), images.Sum())) < 0.6);

        static IEnumerable<(double, int)> Alike(int classes, double accuracy, int images) => Enumerable.Repeat((accuracy, images), classes);

        static double Held((double Accuracy, int Images)[] classes, Random random, Func<double[], long[], WilsonInterval>? other = null)
        {
            const int Sets = 2000;
            double truth = classes.Average(one => one.Accuracy);
            int inside = 0;
            for (int set = 0; set < Sets; set++)
            {
                double[] fractions = [.. classes.Select(one => Enumerable.Range(0, one.Images).Count(_ => random.NextDouble() < one.Accuracy) / (double)one.Images)];
                long[] images = [.. classes.Select(one => (long)one.Images)];
                WilsonInterval interval = other?.Invoke(fractions, images) ?? WilsonInterval.OfMean(fractions, images);
                if (interval.Low <= truth && truth <= interval.High) inside++;
            }
            return inside / (double)Sets;
        }
    }

    [Fact]
    public void A_mean_of_nothing_is_refused()
    {
        Assert.Throws<ArgumentException>(() => WilsonInterval.OfMean([], []));
        Assert.Throws<ArgumentException>(() => WilsonInterval.OfMean([0.5], [10, 10]));
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.OfMean([0.5, 0.5], [10, 0]));
    }
}
