using System.Numerics;

namespace LongTail.Data;

/// <summary>The random numbers of numpy.random.seed(s) and numpy.random.shuffle: MT19937 with the plain seeding and masked rejection.</summary>
/// <remarks>
/// Only here to draw the published long-tailed subsets of CIFAR bit for bit; everything else uses <see cref="Foundation.Seed"/>.
/// Matsumoto and Nishimura 1998; numpy's RandomState, whose stream is frozen since numpy 1.17.
/// </remarks>
sealed class NumpyLegacyRandom
{
    const int Words = 624, Offset = 397;

    readonly uint[] _state = new uint[Words];
    int _next = Words;

    public NumpyLegacyRandom(uint seed)
    {
        _state[0] = seed;
        for (uint i = 1; i < Words; i++)
            _state[i] = 1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30)) + i;
    }

    /// <summary>Shuffles in place, from the last item down, as numpy does with a list.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int chosen = (int)UpTo((uint)last);
            (items[last], items[chosen]) = (items[chosen], items[last]);
        }
    }

    // 0 .. most, both included: words cut to the bits of the bound, those above it thrown away.
    uint UpTo(uint most)
    {
        uint mask = uint.MaxValue >> BitOperations.LeadingZeroCount(most);
        uint value;
        do value = NextWord() & mask;
        while (value > most);
        return value;
    }

    uint NextWord()
    {
        if (_next == Words) Twist();
        uint word = _state[_next++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9D2C5680;
        word ^= (word << 15) & 0xEFC60000;
        return word ^ (word >> 18);
    }

    void Twist()
    {
        for (int i = 0; i < Words; i++)
        {
            uint joined = (_state[i] & 0x80000000) | (_state[(i + 1) % Words] & 0x7FFFFFFF);
            uint twisted = (joined >> 1) ^ ((joined & 1) == 0 ? 0 : 0x9908B0DF);
            _state[i] = _state[(i + Offset) % Words] ^ twisted;
        }
        _next = 0;
    }
}
