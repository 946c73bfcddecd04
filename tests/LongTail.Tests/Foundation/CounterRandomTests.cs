using LongTail.Foundation;

namespace LongTail.Tests.Foundation;

/// <summary>The numbers are fixed for ever, so bounds of five standard deviations never fail by chance; they fail when the generator gets worse.</summary>
public class CounterRandomTests
{
    const int Draws = 100_000;
    static readonly CounterRandom Random = new Seed(0).For("test");

    // Computed by a second implementation of the documented formula, in Python.
    [Theory]
    [InlineData(0UL, 0UL, 0x48218226ff3cd4bfUL)]
    [InlineData(0UL, 1UL, 0xdce423fc82c0d5b8UL)]
    [InlineData(0UL, ulong.MaxValue, 0x445018e305810b78UL)]
    [InlineData(1UL, 0UL, 0x9e0160293a33aaf7UL)]
    [InlineData(1UL, 2UL, 0xf2826f98653e9e57UL)]
    [InlineData(0x123456789abcdef0UL, 0UL, 0xfefed9d01397189cUL)]
    [InlineData(0x123456789abcdef0UL, ulong.MaxValue, 0x7c5cc874240070bdUL)]
    public void The_bits_of_a_key_and_position_never_change(ulong key, ulong position, ulong bits) =>
        Assert.Equal(bits, new CounterRandom(key).Bits(position));

    [Fact]
    public void What_is_made_of_the_bits_never_changes()
    {
        CounterRandom random = new(7);
        Assert.Equal([0, 7, 1, 3, 4, 8, 5, 5, 8, 8, 7, 0], Positions(12).Select(position => random.Below(position, 10)));
        Assert.Equal([0.012846003189733946, 0.7029249411845438, 0.17727797266945233], Positions(3).Select(random.Uniform));
        double[] normal = [-0.04687280569322825, -0.3714063943780441, 0.6453704601564494];
        for (int i = 0; i < normal.Length; i++) Assert.Equal(normal[i], random.Normal((ulong)i), 1e-15);
        int[] items = [.. Enumerable.Range(0, 10)];
        random.Shuffle<int>(items);
        Assert.Equal([9, 6, 0, 1, 2, 5, 3, 4, 7, 8], items);
    }

    [Fact]
    public void Every_bit_is_set_half_of_the_time()
    {
        ulong[] drawn = [.. Positions(Draws).Select(Random.Bits)];
        for (int bit = 0; bit < 64; bit++)
        {
            double set = drawn.Count(bits => (bits >> bit & 1) == 1);
            Assert.InRange((set - Draws / 2.0) / Math.Sqrt(Draws / 4.0), -5, 5);
        }
    }

    [Fact]
    public void Uniform_numbers_have_the_moments_of_their_distribution()
    {
        double[] drawn = [.. Positions(Draws).Select(Random.Uniform)];
        Assert.All(drawn, value => Assert.True(value is >= 0 and < 1));
        Statistic.AssertMean(drawn, expected: 0.5, variance: 1.0 / 12);
        Statistic.AssertMean(drawn.Select(value => value * value), expected: 1.0 / 3, variance: 1.0 / 5 - 1.0 / 9);
        Statistic.AssertMean(drawn.Select(value => value * value * value), expected: 1.0 / 4, variance: 1.0 / 7 - 1.0 / 16);
    }

    [Fact]
    public void Uniform_numbers_fall_into_equal_bins_equally_often() =>
        Statistic.AssertEvenly(Positions(Draws).Select(position => (int)(Random.Uniform(position) * 256)), bins: 256);

    [Theory]
    [InlineData(1), InlineData(2), InlineData(6), InlineData(10), InlineData(81), InlineData(1000)]
    public void Whole_numbers_stay_below_their_bound_and_are_equally_frequent(int bound) =>
        Statistic.AssertEvenly(Positions(Draws).Select(position => Random.Below(position, bound)), bound);

    // With 32 random bits, a bound of 3 x 2^29 would make two thirds of the numbers half as frequent again as the rest.
    [Fact]
    public void Large_bounds_favour_no_part_of_the_range()
    {
        const int bound = 3 << 29;
        Statistic.AssertEvenly(Positions(Draws).Select(position => Random.Below(position, bound) / (1 << 29)), bins: 3);
        Statistic.AssertEvenly(Positions(Draws).Select(position => Random.Below(position, bound) % 3), bins: 3);
    }

    [Fact]
    public void A_bound_below_one_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Random.Below(0, 0));

    [Fact]
    public void Normal_numbers_have_the_moments_of_their_distribution()
    {
        double[] drawn = [.. Positions(Draws).Select(Random.Normal)];
        Assert.All(drawn, value => Assert.True(double.IsFinite(value)));
        Statistic.AssertMean(drawn, expected: 0, variance: 1);
        Statistic.AssertMean(drawn.Select(value => Math.Pow(value, 2)), expected: 1, variance: 3 - 1);
        Statistic.AssertMean(drawn.Select(value => Math.Pow(value, 3)), expected: 0, variance: 15);
        Statistic.AssertMean(drawn.Select(value => Math.Pow(value, 4)), expected: 3, variance: 105 - 9);
        Statistic.AssertMean(drawn.Select(value => Math.Abs(value) < 1 ? 1.0 : 0), expected: 0.6826894921370859, variance: 0.2166);
        Statistic.AssertMean(drawn.Skip(1).Zip(drawn, (next, value) => next * value), expected: 0, variance: 1);
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(1000)]
    public void A_shuffle_loses_nothing_and_doubles_nothing(int length)
    {
        int[] items = [.. Enumerable.Range(0, length)];
        Random.Shuffle<int>(items);
        Assert.Equal(Enumerable.Range(0, length), items.Order());
    }

    [Fact]
    public void A_shuffle_gives_every_order_equally_often()
    {
        int[] orders = [.. Positions(24_000).Select(key =>
        {
            int[] items = [0, 1, 2, 3];
            new CounterRandom(Random.Bits(key)).Shuffle<int>(items);
            return items[0] * 64 + items[1] * 16 + items[2] * 4 + items[3];
        })];
        int[] kinds = [.. orders.Distinct().Order()];
        Assert.Equal(24, kinds.Length);
        Statistic.AssertEvenly(orders.Select(order => Array.BinarySearch(kinds, order)), bins: 24);
    }

    [Fact]
    public void A_shuffle_brings_every_item_to_every_place_equally_often()
    {
        const int length = 10;
        int[][] shuffled = [.. Positions(5_000).Select(key =>
        {
            int[] items = [.. Enumerable.Range(0, length)];
            new CounterRandom(Random.Bits(key)).Shuffle<int>(items);
            return items;
        })];
        for (int place = 0; place < length; place++) Statistic.AssertEvenly(shuffled.Select(items => items[place]), bins: length);
    }

    static IEnumerable<ulong> Positions(int count) => Enumerable.Range(0, count).Select(position => (ulong)position);
}
