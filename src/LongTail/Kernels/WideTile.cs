using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LongTail.Kernels;

/// <summary>Convolution of 32 to 32 channels: eight pixels at a time, two vectors of channels each, all in registers.</summary>
readonly unsafe struct WideTile : ITile
{
    const int RowOfSums = 9 * 32;

    public static int Channels => 32;

    public static int Pixels => 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* above, float* here, float* below, float* weights, float* output)
    {
        float** rows = stackalloc float*[3];
        rows[0] = above;
        rows[1] = here;
        rows[2] = below;
        Vector512<float> a0 = default, b0 = default, a1 = default, b1 = default, a2 = default, b2 = default, a3 = default, b3 = default, a4 = default, b4 = default, a5 = default, b5 = default, a6 = default, b6 = default, a7 = default, b7 = default;
        for (int row = 0; row < 3; row++)
        {
            float* pixel = rows[row];
            for (int value = 0; value < 3 * Channels; value++, pixel++, weights += 32)
            {
                Vector512<float> first = Vector512.Load(weights), second = Vector512.Load(weights + 16);
                (a0, b0) = Add(pixel[0 * Channels], first, second, a0, b0);
                (a1, b1) = Add(pixel[1 * Channels], first, second, a1, b1);
                (a2, b2) = Add(pixel[2 * Channels], first, second, a2, b2);
                (a3, b3) = Add(pixel[3 * Channels], first, second, a3, b3);
                (a4, b4) = Add(pixel[4 * Channels], first, second, a4, b4);
                (a5, b5) = Add(pixel[5 * Channels], first, second, a5, b5);
                (a6, b6) = Add(pixel[6 * Channels], first, second, a6, b6);
                (a7, b7) = Add(pixel[7 * Channels], first, second, a7, b7);
            }
        }
        a0.Store(output + 0 * Channels);
        b0.Store(output + 0 * Channels + 16);
        a1.Store(output + 1 * Channels);
        b1.Store(output + 1 * Channels + 16);
        a2.Store(output + 2 * Channels);
        b2.Store(output + 2 * Channels + 16);
        a3.Store(output + 3 * Channels);
        b3.Store(output + 3 * Channels + 16);
        a4.Store(output + 4 * Channels);
        b4.Store(output + 4 * Channels + 16);
        a5.Store(output + 5 * Channels);
        b5.Store(output + 5 * Channels + 16);
        a6.Store(output + 6 * Channels);
        b6.Store(output + 6 * Channels + 16);
        a7.Store(output + 7 * Channels);
        b7.Store(output + 7 * Channels + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddWeightSums(float* input, float* gradient, int pixels, float* sums)
    {
        for (int output = 0; output < Channels; output += 8)
        {
            float* part = sums + output * RowOfSums;
            float* of = gradient + output;
            float* values = input;
            Vector512<float> a0 = Vector512.Load(part + 0 * RowOfSums), b0 = Vector512.Load(part + 0 * RowOfSums + 16);
            Vector512<float> a1 = Vector512.Load(part + 1 * RowOfSums), b1 = Vector512.Load(part + 1 * RowOfSums + 16);
            Vector512<float> a2 = Vector512.Load(part + 2 * RowOfSums), b2 = Vector512.Load(part + 2 * RowOfSums + 16);
            Vector512<float> a3 = Vector512.Load(part + 3 * RowOfSums), b3 = Vector512.Load(part + 3 * RowOfSums + 16);
            Vector512<float> a4 = Vector512.Load(part + 4 * RowOfSums), b4 = Vector512.Load(part + 4 * RowOfSums + 16);
            Vector512<float> a5 = Vector512.Load(part + 5 * RowOfSums), b5 = Vector512.Load(part + 5 * RowOfSums + 16);
            Vector512<float> a6 = Vector512.Load(part + 6 * RowOfSums), b6 = Vector512.Load(part + 6 * RowOfSums + 16);
            Vector512<float> a7 = Vector512.Load(part + 7 * RowOfSums), b7 = Vector512.Load(part + 7 * RowOfSums + 16);
            for (int pixel = 0; pixel < pixels; pixel++, values += Channels, of += Channels)
            {
                Vector512<float> first = Vector512.Load(values), second = Vector512.Load(values + 16);
                (a0, b0) = Add(of[0], first, second, a0, b0);
                (a1, b1) = Add(of[1], first, second, a1, b1);
                (a2, b2) = Add(of[2], first, second, a2, b2);
                (a3, b3) = Add(of[3], first, second, a3, b3);
                (a4, b4) = Add(of[4], first, second, a4, b4);
                (a5, b5) = Add(of[5], first, second, a5, b5);
                (a6, b6) = Add(of[6], first, second, a6, b6);
                (a7, b7) = Add(of[7], first, second, a7, b7);
            }
            a0.Store(part + 0 * RowOfSums);
            b0.Store(part + 0 * RowOfSums + 16);
            a1.Store(part + 1 * RowOfSums);
            b1.Store(part + 1 * RowOfSums + 16);
            a2.Store(part + 2 * RowOfSums);
            b2.Store(part + 2 * RowOfSums + 16);
            a3.Store(part + 3 * RowOfSums);
            b3.Store(part + 3 * RowOfSums + 16);
            a4.Store(part + 4 * RowOfSums);
            b4.Store(part + 4 * RowOfSums + 16);
            a5.Store(part + 5 * RowOfSums);
            b5.Store(part + 5 * RowOfSums + 16);
            a6.Store(part + 6 * RowOfSums);
            b6.Store(part + 6 * RowOfSums + 16);
            a7.Store(part + 7 * RowOfSums);
            b7.Store(part + 7 * RowOfSums + 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (Vector512<float>, Vector512<float>) Add(float factor, Vector512<float> first, Vector512<float> second, Vector512<float> a, Vector512<float> b)
    {
        Vector512<float> all = Vector512.Create(factor);
        return (Vector512.FusedMultiplyAdd(all, first, a), Vector512.FusedMultiplyAdd(all, second, b));
    }
}
