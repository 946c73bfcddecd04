using System.Globalization;
using LongTail.Foundation;

namespace LongTail.Tests.Foundation;

public class SeedTests
{
    // First eight bytes of SHA-256 of "0/0/order/0" and "-7/1/crop/199", read as little-endian; by sha256sum.
    [Fact]
    public void The_key_of_a_stream_never_changes()
    {
        Assert.Equal(0x770c0b95cee03038UL, new Seed(0).For("order").Key);
        Assert.Equal(0xd637f873815aca94UL, new Seed(-7, 1).For("crop", 199).Key);
    }

    [Fact]
    public void Every_value_generation_purpose_and_epoch_has_a_stream_of_its_own()
    {
        HashSet<ulong> keys = [];
        int asked = 0;
        foreach (int value in (int[])[int.MinValue, -1, 0, 1, 11, 111, int.MaxValue])
            foreach (int generation in (int[])[0, 1, 2])
                foreach (string purpose in (string[])["order", "order#1", "crop", "flip", "weights/conv1.weight", "weights/layer1.0.conv1.weight", ""])
                    for (int epoch = 0; epoch < 50; epoch++, asked++)
                        keys.Add(new Seed(value, generation).For(purpose, epoch).Key);
        Assert.Equal(asked, keys.Count);
    }

    public static TheoryData<Seed, string, int> Neighbours => new()
    {
        { new(0), "order", 1 },
        { new(0), "crop", 0 },
        { new(0), "order#1", 0 },
        { new(0, 1), "order", 0 },
        { new(1), "order", 0 },
        { new(-1), "order", 0 },
    };

    [Theory, MemberData(nameof(Neighbours))]
    public void A_neighbouring_stream_tells_nothing_about_another(Seed seed, string purpose, int epoch)
    {
        CounterRandom first = new Seed(0).For("order"), second = seed.For(purpose, epoch);
        Statistic.AssertUncorrelated(Numbers(first, 0), Numbers(second, 0));
        Statistic.AssertUncorrelated(Numbers(first, 0), Numbers(second, 1));
        Statistic.AssertUncorrelated(Numbers(first, 1), Numbers(second, 0));
    }

    [Fact]
    public void A_number_tells_nothing_about_the_next()
    {
        CounterRandom random = new Seed(0).For("order");
        for (int distance = 1; distance <= 8; distance++) Statistic.AssertUncorrelated(Numbers(random, 0), Numbers(random, distance));
    }

    [Fact]
    public void Streams_do_not_depend_on_the_language_of_the_system()
    {
        ulong expected = new Seed(-7).For("order", 3).Key;
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = other;
            Assert.Equal(expected, new Seed(-7).For("order", 3).Key);
        }
        finally { CultureInfo.CurrentCulture = before; }
    }

    static double[] Numbers(CounterRandom random, int from) => [.. Enumerable.Range(from, 10_000).Select(position => random.Uniform((ulong)position))];
}
