using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LongTail.Kernels;

/// <summary>Products for processors with sixteen registers of 256 bits: six tiles or four at a time, sixteen channels of each in two registers.</summary>
/// <typeparam name="TChannels">How many in and out, known when the loops are compiled.</typeparam>
readonly unsafe struct SmallTile<TChannels> : ITile where TChannels : struct, IChannelCount
{
    public static int Channels => TChannels.Count;

    public static int Block => 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* factors, int tiles, float* weights, float* products)
    {
        for (int output = 0; output < Channels; output += 16, weights += 16 * Channels, products += 16)
            for (int tile = 0; tile < tiles; tile += 16)
            {
                // Six at a time keep twelve sums apart, which hides how long a sum takes; sixteen are six, six and four.
                Six(factors + tile * Channels, weights, products + tile * Channels);
                Six(factors + (tile + 6) * Channels, weights, products + (tile + 6) * Channels);
                Four(factors + (tile + 12) * Channels, weights, products + (tile + 12) * Channels);
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Six(float* factor, float* row, float* product)
    {
        Vector256<float> a0 = default, b0 = default, a1 = default, b1 = default, a2 = default, b2 = default, a3 = default, b3 = default, a4 = default, b4 = default, a5 = default, b5 = default;
        for (int input = 0; input < Channels; input++, factor++, row += 16)
        {
            Vector256<float> first = Vector256.Load(row), second = Vector256.Load(row + 8);
            (a0, b0) = Add(factor + 0 * Channels, first, second, a0, b0);
            (a1, b1) = Add(factor + 1 * Channels, first, second, a1, b1);
            (a2, b2) = Add(factor + 2 * Channels, first, second, a2, b2);
            (a3, b3) = Add(factor + 3 * Channels, first, second, a3, b3);
            (a4, b4) = Add(factor + 4 * Channels, first, second, a4, b4);
            (a5, b5) = Add(factor + 5 * Channels, first, second, a5, b5);
        }
        a0.Store(product + 0 * Channels);
        b0.Store(product + 0 * Channels + 8);
        a1.Store(product + 1 * Channels);
        b1.Store(product + 1 * Channels + 8);
        a2.Store(product + 2 * Channels);
        b2.Store(product + 2 * Channels + 8);
        a3.Store(product + 3 * Channels);
        b3.Store(product + 3 * Channels + 8);
        a4.Store(product + 4 * Channels);
        b4.Store(product + 4 * Channels + 8);
        a5.Store(product + 5 * Channels);
        b5.Store(product + 5 * Channels + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Four(float* factor, float* row, float* product)
    {
        Vector256<float> a0 = default, b0 = default, a1 = default, b1 = default, a2 = default, b2 = default, a3 = default, b3 = default;
        for (int input = 0; input < Channels; input++, factor++, row += 16)
        {
            Vector256<float> first = Vector256.Load(row), second = Vector256.Load(row + 8);
            (a0, b0) = Add(factor + 0 * Channels, first, second, a0, b0);
            (a1, b1) = Add(factor + 1 * Channels, first, second, a1, b1);
            (a2, b2) = Add(factor + 2 * Channels, first, second, a2, b2);
            (a3, b3) = Add(factor + 3 * Channels, first, second, a3, b3);
        }
        a0.Store(product + 0 * Channels);
        b0.Store(product + 0 * Channels + 8);
        a1.Store(product + 1 * Channels);
        b1.Store(product + 1 * Channels + 8);
        a2.Store(product + 2 * Channels);
        b2.Store(product + 2 * Channels + 8);
        a3.Store(product + 3 * Channels);
        b3.Store(product + 3 * Channels + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddWeightSums(float* input, float* gradient, int tiles, float* sums)
    {
        for (int output = 0; output < Channels; output += 4)
            for (int block = 0; block < Channels; block += 16)
            {
                float* part = sums + output * Channels + block, of = gradient + output, values = input + block;
                Vector256<float> a0 = Vector256.Load(part + 0 * Channels), b0 = Vector256.Load(part + 0 * Channels + 8);
                Vector256<float> a1 = Vector256.Load(part + 1 * Channels), b1 = Vector256.Load(part + 1 * Channels + 8);
                Vector256<float> a2 = Vector256.Load(part + 2 * Channels), b2 = Vector256.Load(part + 2 * Channels + 8);
                Vector256<float> a3 = Vector256.Load(part + 3 * Channels), b3 = Vector256.Load(part + 3 * Channels + 8);
                for (int tile = 0; tile < tiles; tile++, values += Channels, of += Channels)
                {
                    Vector256<float> first = Vector256.Load(values), second = Vector256.Load(values + 8);
                    (a0, b0) = Add(of + 0, first, second, a0, b0);
                    (a1, b1) = Add(of + 1, first, second, a1, b1);
                    (a2, b2) = Add(of + 2, first, second, a2, b2);
                    (a3, b3) = Add(of + 3, first, second, a3, b3);
                }
                a0.Store(part + 0 * Channels);
                b0.Store(part + 0 * Channels + 8);
                a1.Store(part + 1 * Channels);
                b1.Store(part + 1 * Channels + 8);
                a2.Store(part + 2 * Channels);
                b2.Store(part + 2 * Channels + 8);
                a3.Store(part + 3 * Channels);
                b3.Store(part + 3 * Channels + 8);
            }
    }

    // Of an address: a load spreads the number over the register by itself, where a number that was loaded before would take the units that multiply.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (Vector256<float>, Vector256<float>) Add(float* factor, Vector256<float> first, Vector256<float> second, Vector256<float> a, Vector256<float> b)
    {
        Vector256<float> all = Avx.BroadcastScalarToVector256(factor);
        return (Vector256.FusedMultiplyAdd(all, first, a), Vector256.FusedMultiplyAdd(all, second, b));
    }
}
