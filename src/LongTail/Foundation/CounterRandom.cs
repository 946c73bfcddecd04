namespace LongTail.Foundation;

/// <summary>Random numbers by position: the n-th number is a function of the key and n, whoever asks and in whatever order.</summary>
/// <remarks>
/// The bits are SplitMix64 (Steele, Lea, Flood 2014) applied twice, keyed in between. Not for cryptography.
/// </remarks>
/// <param name="Key">Names the stream; see <see cref="Seed.For"/>.</param>
public readonly record struct CounterRandom(ulong Key)
{
    /// <summary>64 random bits at a position.</summary>
    public ulong Bits(ulong position) => Mix(Mix(position + 0x9E3779B97F4A7C15) ^ Key);

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double Uniform(ulong position) => (Bits(position) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in 0 .. bound - 1; the bias is below bound / 2^64.</summary>
    public int Below(ulong position, int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return (int)Math.BigMul(Bits(position), (ulong)bound, out _);
    }

    /// <summary>A standard normal number, by Box and Muller's cosine branch; uses the two positions 2 n and 2 n + 1.</summary>
    public double Normal(ulong position)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - Uniform(2 * position)));   // 1 - u is in (0, 1]
        return radius * Math.Cos(2 * Math.PI * Uniform(2 * position + 1));
    }

    /// <summary>Puts the items into a random order, the same for equal keys (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int chosen = Below((ulong)last, last + 1);
            (items[last], items[chosen]) = (items[chosen], items[last]);
        }
    }

    /// <summary>The numbers 0 .. count - 1 in a random order, the same for equal keys.</summary>
    internal int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        Shuffle<int>(order);
        return order;
    }

    static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
