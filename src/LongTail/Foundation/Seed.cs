using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LongTail.Foundation;

/// <summary>The one number a run's randomness grows from.</summary>
/// <remarks>
/// Every consumer asks for a stream of its own by purpose and epoch, so consumers do not disturb each other
/// and a resumed run needs no replay. Nothing in the library draws from a global generator.
/// </remarks>
/// <param name="Value">Any number; equal numbers give equal runs on one machine and thread count.</param>
/// <param name="Generation">Keeps a student's weights and batches independent of its teacher's under one seed: 0 for networks that learn from labels alone, 1 for those that learn from them.</param>
public readonly record struct Seed(int Value, int Generation = 0)
{
    /// <summary>The stream for one purpose in one epoch.</summary>
    /// <param name="purpose">What the numbers are for, such as "order" or "crop".</param>
    /// <param name="epoch">0-based epoch; 0 for what happens once.</param>
    public CounterRandom For(string purpose, int epoch = 0)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{Value}/{Generation}/{purpose}/{epoch}");
        return new(BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }
}
