using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Gives its items round and round, each once per pass, every pass in a new random order.</summary>
/// <param name="items">At least one; taken over, and shuffled in place.</param>
/// <param name="random">The order of all passes is a function of this stream.</param>
sealed class ReshuffledCycle(int[] items, CounterRandom random)
{
    int _next = items.Length;
    ulong _passes;

    public int Next()
    {
        if (_next == items.Length)
        {
            new CounterRandom(random.Bits(_passes++)).Shuffle<int>(items);
            _next = 0;
        }
        return items[_next++];
    }
}
