using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LongTail.Kernels;

/// <summary>Products of 32 channels or a multiple with as many: eight tiles at a time, two vectors of channels each, all in registers.</summary>
/// <typeparam name="TChannels">How many, known when the loops are compiled.</typeparam>
readonly unsafe struct WideTile<TChannels> : ITile where TChannels : struct, IChannelCount
{
    public static int Channels => TChannels.Count;

    public static int Block => 32;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* factors, int tiles, float* weights, float* products)
    {
        for (int output = 0; output < Channels; output += 32, weights += 32 * Channels)
            for (int tile = 0; tile < tiles; tile += 8)
            {
                Vector512<float> a0 = default, b0 = default, a1 = default, b1 = default, a2 = default, b2 = default, a3 = default, b3 = default, a4 = default, b4 = default, a5 = default, b5 = default, a6 = default, b6 = default, a7 = default, b7 = default;
                float* factor = factors + tile * Channels, row = weights, product = products + tile * Channels + output;
                for (int input = 0; input < Channels; input++, factor++, row += 32)
                {
                    Vector512<float> first = Vector512.Load(row), second = Vector512.Load(row + 16);
                    (a0, b0) = Add(factor + 0 * Channels, first, second, a0, b0);
                    (a1, b1) = Add(factor + 1 * Channels, first, second, a1, b1);
                    (a2, b2) = Add(factor + 2 * Channels, first, second, a2, b2);
                    (a3, b3) = Add(factor + 3 * Channels, first, second, a3, b3);
                    (a4, b4) = Add(factor + 4 * Channels, first, second, a4, b4);
                    (a5, b5) = Add(factor + 5 * Channels, first, second, a5, b5);
                    (a6, b6) = Add(factor + 6 * Channels, first, second, a6, b6);
                    (a7, b7) = Add(factor + 7 * Channels, first, second, a7, b7);
                }
                a0.Store(product + 0 * Channels);
                b0.Store(product + 0 * Channels + 16);
                a1.Store(product + 1 * Channels);
                b1.Store(product + 1 * Channels + 16);
                a2.Store(product + 2 * Channels);
                b2.Store(product + 2 * Channels + 16);
                a3.Store(product + 3 * Channels);
                b3.Store(product + 3 * Channels + 16);
                a4.Store(product + 4 * Channels);
                b4.Store(product + 4 * Channels + 16);
                a5.Store(product + 5 * Channels);
                b5.Store(product + 5 * Channels + 16);
                a6.Store(product + 6 * Channels);
                b6.Store(product + 6 * Channels + 16);
                a7.Store(product + 7 * Channels);
                b7.Store(product + 7 * Channels + 16);
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddWeightSums(float* input, float* gradient, int tiles, float* sums)
    {
        for (int output = 0; output < Channels; output += 8)
            for (int block = 0; block < Channels; block += 32)
            {
                float* part = sums + output * Channels + block, of = gradient + output, values = input + block;
                Vector512<float> a0 = Vector512.Load(part + 0 * Channels), b0 = Vector512.Load(part + 0 * Channels + 16);
                Vector512<float> a1 = Vector512.Load(part + 1 * Channels), b1 = Vector512.Load(part + 1 * Channels + 16);
                Vector512<float> a2 = Vector512.Load(part + 2 * Channels), b2 = Vector512.Load(part + 2 * Channels + 16);
                Vector512<float> a3 = Vector512.Load(part + 3 * Channels), b3 = Vector512.Load(part + 3 * Channels + 16);
                Vector512<float> a4 = Vector512.Load(part + 4 * Channels), b4 = Vector512.Load(part + 4 * Channels + 16);
                Vector512<float> a5 = Vector512.Load(part + 5 * Channels), b5 = Vector512.Load(part + 5 * Channels + 16);
                Vector512<float> a6 = Vector512.Load(part + 6 * Channels), b6 = Vector512.Load(part + 6 * Channels + 16);
                Vector512<float> a7 = Vector512.Load(part + 7 * Channels), b7 = Vector512.Load(part + 7 * Channels + 16);
                for (int tile = 0; tile < tiles; tile++, values += Channels, of += Channels)
                {
                    Vector512<float> first = Vector512.Load(values), second = Vector512.Load(values + 16);
                    (a0, b0) = Add(of + 0, first, second, a0, b0);
                    (a1, b1) = Add(of + 1, first, second, a1, b1);
                    (a2, b2) = Add(of + 2, first, second, a2, b2);
                    (a3, b3) = Add(of + 3, first, second, a3, b3);
                    (a4, b4) = Add(of + 4, first, second, a4, b4);
                    (a5, b5) = Add(of + 5, first, second, a5, b5);
                    (a6, b6) = Add(of + 6, first, second, a6, b6);
                    (a7, b7) = Add(of + 7, first, second, a7, b7);
                }
                a0.Store(part + 0 * Channels);
                b0.Store(part + 0 * Channels + 16);
                a1.Store(part + 1 * Channels);
                b1.Store(part + 1 * Channels + 16);
                a2.Store(part + 2 * Channels);
                b2.Store(part + 2 * Channels + 16);
                a3.Store(part + 3 * Channels);
                b3.Store(part + 3 * Channels + 16);
                a4.Store(part + 4 * Channels);
                b4.Store(part + 4 * Channels + 16);
                a5.Store(part + 5 * Channels);
                b5.Store(part + 5 * Channels + 16);
                a6.Store(part + 6 * Channels);
                b6.Store(part + 6 * Channels + 16);
                a7.Store(part + 7 * Channels);
                b7.Store(part + 7 * Channels + 16);
            }
    }

    // Of an address: a load spreads the number over the register by itself, where a number that was loaded before would take the units that multiply.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (Vector512<float>, Vector512<float>) Add(float* factor, Vector512<float> first, Vector512<float> second, Vector512<float> a, Vector512<float> b)
    {
        Vector512<float> all = Vector512.Create(*factor);
        return (Vector512.FusedMultiplyAdd(all, first, a), Vector512.FusedMultiplyAdd(all, second, b));
    }
}
