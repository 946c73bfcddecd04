using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Augmentation;

/// <summary>One stream of random numbers for each draw of each image.</summary>
/// <param name="seed">Of the run.</param>
/// <param name="purpose">Keeps streams apart that serve other ends.</param>
sealed class EpochStream(Seed seed, string purpose)
{
    Known? _current;

    /// <summary>The numbers of a draw; on any thread.</summary>
    public CounterRandom Of(ImageDraw which)
    {
        Known? current = _current;
        if (current is null || current.Epoch != which.Epoch) _current = current = new(which.Epoch, seed.For(purpose, which.Epoch));
        return new(current.Random.Bits(((ulong)which.Occurrence << 32) | (uint)which.Image));
    }

    sealed record Known(int Epoch, CounterRandom Random);
}
