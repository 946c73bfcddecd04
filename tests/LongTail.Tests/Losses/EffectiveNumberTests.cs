using CsCheck;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Losses;

namespace LongTail.Tests.Losses;

public class EffectiveNumberTests
{
    const double PrintedDigits = 0.6e-6;   // the expected values are rounded to six digits

    // Computed apart from this program, in Python's floats, for the published class sizes.
    public static TheoryData<double, double[]> Cifar10 => new()
    {
        { 10, [.292341, .358366, .444188, .555540, .699693, .885779, 1.126570, 1.437524, 1.841483, 2.358515] },
        { 50, [.089030, .126678, .185257, .276057, .416751, .634413, .969534, 1.489447, 2.292256, 3.520576] },
        { 100, [.050611, .076900, .121134, .195037, .318805, .524590, .868349, 1.442627, 2.409223, 3.992724] },
    };

    [Theory, MemberData(nameof(Cifar10))]
    public void Weights_of_long_tailed_CIFAR_10_are_the_published_ones(double ratio, double[] expected) =>
        AssertClose(expected, EffectiveNumber.Weights(Cut(10, 5000, ratio), 0.9999));

    /// <summary>First, second, 50th, 51st, 99th and last class.</summary>
    public static TheoryData<double, double[]> Cifar100 => new()
    {
        { 10, [.258185, .264377, .798252, .813481, 2.475287, 2.524667] },
        { 50, [.078889, .082095, .536296, .559530, 3.849388, 3.849388] },
        { 100, [.044876, .046986, .430234, .457055, 4.378313, 4.378313] },
    };

    [Theory, MemberData(nameof(Cifar100))]
    public void Weights_of_long_tailed_CIFAR_100_are_the_published_ones(double ratio, double[] expected)
    {
        double[] weights = EffectiveNumber.Weights(Cut(100, 500, ratio), 0.9999);
        AssertClose(expected, [weights[0], weights[1], weights[49], weights[50], weights[98], weights[99]]);
    }

    // beta = 1/2: (1 - 1/2) / (1 - 1/2^n) is 1 for one image and 2/3 for two; the sum 5/3 is scaled to 2.
    [Fact]
    public void Two_classes_by_hand() => AssertClose([1.2, 0.8], EffectiveNumber.Weights(new(1, 2), 0.5), 1e-15);

    [Fact]
    public void With_beta_0_all_classes_weigh_exactly_1() => Assert.Equal([1, 1, 1], EffectiveNumber.Weights(new(500, 7, 1), 0));

    [Fact]
    public void Towards_beta_1_the_weights_become_inverse_frequency()
    {
        double[] weights = EffectiveNumber.Weights(new(100, 10, 1), 1 - 1e-9);
        AssertClose([3 * 1 / 111.0, 3 * 10 / 111.0, 3 * 100 / 111.0], weights, 1e-5);
    }

    [Fact]
    public void Weights_sum_to_the_number_of_classes_and_rarer_classes_weigh_no_less() =>
        Gen.Select(Gen.Int[1, 5000].Array[1, 100], Gen.Double[0, 0.99999]).Sample((counts, beta) =>
        {
            double[] weights = EffectiveNumber.Weights(new(counts), beta);
            Assert.Equal(counts.Length, weights.Sum(), 1e-9);
            for (int label = 1; label < counts.Length; label++)
                if (counts[label] < counts[label - 1]) Assert.True(weights[label] >= weights[label - 1] * (1 - 1e-12));
                else if (counts[label] == counts[label - 1]) Assert.Equal(weights[label - 1], weights[label]);
        }, iter: 300);

    [Fact]
    public void A_class_without_images_weighs_nothing_and_the_others_share_its_weight()
    {
        double[] weights = EffectiveNumber.Weights(new(0, 1, 2), 0.5);
        AssertClose([0, 3 * 0.6, 3 * 0.4], weights, 1e-15);
    }

    [Fact]
    public void No_images_at_all_are_refused() => Assert.Throws<ArgumentException>(() => EffectiveNumber.Weights(new(0, 0), 0.9999));

    [Theory]
    [InlineData(1), InlineData(-1e-9), InlineData(1.5), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void A_beta_outside_its_range_is_refused_with_its_value(double beta) =>
        Assert.Equal(beta, Assert.Throws<ArgumentOutOfRangeException>(() => EffectiveNumber.Weights(new(5, 4), beta)).ActualValue);

    static ClassCounts Cut(int classes, int images, double ratio) => new(new ExponentialProfile(ratio).Keep(Enumerable.Repeat(images, classes).ToArray()));

    static void AssertClose(double[] expected, double[] found, double tolerance = PrintedDigits)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], tolerance);
    }
}
