using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LongTail.Kernels;

/// <summary>Convolution of 16 to 16 channels: sixteen pixels at a time, one vector of channels each, all in registers.</summary>
readonly unsafe struct NarrowTile : ITile
{
    const int RowOfSums = 9 * 16;

    public static int Channels => 16;

    public static int Pixels => 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* above, float* here, float* below, float* weights, float* output)
    {
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default, a8 = default, a9 = default, a10 = default, a11 = default, a12 = default, a13 = default, a14 = default, a15 = default;
        float** rows = stackalloc float*[3];
        rows[0] = above;
        rows[1] = here;
        rows[2] = below;
        for (int row = 0; row < 3; row++)
        {
            float* pixel = rows[row];
            // Three columns of sixteen channels lie one behind the other, and so do their weights.
            for (int value = 0; value < 48; value++, pixel++, weights += 16)
            {
                Vector512<float> weight = Vector512.Load(weights);
                a0 = Vector512.FusedMultiplyAdd(Vector512.Create(pixel[0]), weight, a0);
                a1 = Vector512.FusedMultiplyAdd(Vector512.Create(pixel[16]), weight, a1);
                a2 = Vector512.FusedMultiplyAdd(Vector512.Create(pixel[32]), weight, a2);
                a3 = Vector512.FusedMultiplyAdd(Vector512.Create(pixel[48]), weight, a3);
                a4 = Vector512.FusedMultiplyAdd(Vector512.Create(pixel[64]), weight, a4);
                a5 = Vector512.FusedMultiplyAdd(Vector512.Create(pixel[80]), weight, a5);
                a6 = Vector512.FusedMultiplyAdd(Vector512.Create(pixel[96]), weight, a6);
                a7 = Vector512.FusedMultiplyAdd(Vector512.Create(pixel[112]), weight, a7);
                a8 = Vector512.FusedMultiplyAdd(Vector512.Create(pixel[128]), weight, a8);
                a9 = Vector512.FusedMultiplyAdd(Vector512.Create(pixel[144]), weight, a9);
                a10 = Vector512.FusedMultiplyAdd(Vector512.Create(pixel[160]), weight, a10);
                a11 = Vector512.FusedMultiplyAdd(Vector512.Create(pixel[176]), weight, a11);
                a12 = Vector512.FusedMultiplyAdd(Vector512.Create(pixel[192]), weight, a12);
                a13 = Vector512.FusedMultiplyAdd(Vector512.Create(pixel[208]), weight, a13);
                a14 = Vector512.FusedMultiplyAdd(Vector512.Create(pixel[224]), weight, a14);
                a15 = Vector512.FusedMultiplyAdd(Vector512.Create(pixel[240]), weight, a15);
            }
        }
        a0.Store(output + 0);
        a1.Store(output + 16);
        a2.Store(output + 32);
        a3.Store(output + 48);
        a4.Store(output + 64);
        a5.Store(output + 80);
        a6.Store(output + 96);
        a7.Store(output + 112);
        a8.Store(output + 128);
        a9.Store(output + 144);
        a10.Store(output + 160);
        a11.Store(output + 176);
        a12.Store(output + 192);
        a13.Store(output + 208);
        a14.Store(output + 224);
        a15.Store(output + 240);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddWeightSums(float* input, float* gradient, int pixels, float* sums)
    {
        Vector512<float> a0 = Vector512.Load(sums + 0 * RowOfSums);
        Vector512<float> a1 = Vector512.Load(sums + 1 * RowOfSums);
        Vector512<float> a2 = Vector512.Load(sums + 2 * RowOfSums);
        Vector512<float> a3 = Vector512.Load(sums + 3 * RowOfSums);
        Vector512<float> a4 = Vector512.Load(sums + 4 * RowOfSums);
        Vector512<float> a5 = Vector512.Load(sums + 5 * RowOfSums);
        Vector512<float> a6 = Vector512.Load(sums + 6 * RowOfSums);
        Vector512<float> a7 = Vector512.Load(sums + 7 * RowOfSums);
        Vector512<float> a8 = Vector512.Load(sums + 8 * RowOfSums);
        Vector512<float> a9 = Vector512.Load(sums + 9 * RowOfSums);
        Vector512<float> a10 = Vector512.Load(sums + 10 * RowOfSums);
        Vector512<float> a11 = Vector512.Load(sums + 11 * RowOfSums);
        Vector512<float> a12 = Vector512.Load(sums + 12 * RowOfSums);
        Vector512<float> a13 = Vector512.Load(sums + 13 * RowOfSums);
        Vector512<float> a14 = Vector512.Load(sums + 14 * RowOfSums);
        Vector512<float> a15 = Vector512.Load(sums + 15 * RowOfSums);
        for (int pixel = 0; pixel < pixels; pixel++, input += 16, gradient += 16)
        {
            Vector512<float> values = Vector512.Load(input);
            a0 = Vector512.FusedMultiplyAdd(Vector512.Create(gradient[0]), values, a0);
            a1 = Vector512.FusedMultiplyAdd(Vector512.Create(gradient[1]), values, a1);
            a2 = Vector512.FusedMultiplyAdd(Vector512.Create(gradient[2]), values, a2);
            a3 = Vector512.FusedMultiplyAdd(Vector512.Create(gradient[3]), values, a3);
            a4 = Vector512.FusedMultiplyAdd(Vector512.Create(gradient[4]), values, a4);
            a5 = Vector512.FusedMultiplyAdd(Vector512.Create(gradient[5]), values, a5);
            a6 = Vector512.FusedMultiplyAdd(Vector512.Create(gradient[6]), values, a6);
            a7 = Vector512.FusedMultiplyAdd(Vector512.Create(gradient[7]), values, a7);
            a8 = Vector512.FusedMultiplyAdd(Vector512.Create(gradient[8]), values, a8);
            a9 = Vector512.FusedMultiplyAdd(Vector512.Create(gradient[9]), values, a9);
            a10 = Vector512.FusedMultiplyAdd(Vector512.Create(gradient[10]), values, a10);
            a11 = Vector512.FusedMultiplyAdd(Vector512.Create(gradient[11]), values, a11);
            a12 = Vector512.FusedMultiplyAdd(Vector512.Create(gradient[12]), values, a12);
            a13 = Vector512.FusedMultiplyAdd(Vector512.Create(gradient[13]), values, a13);
            a14 = Vector512.FusedMultiplyAdd(Vector512.Create(gradient[14]), values, a14);
            a15 = Vector512.FusedMultiplyAdd(Vector512.Create(gradient[15]), values, a15);
        }
        a0.Store(sums + 0 * RowOfSums);
        a1.Store(sums + 1 * RowOfSums);
        a2.Store(sums + 2 * RowOfSums);
        a3.Store(sums + 3 * RowOfSums);
        a4.Store(sums + 4 * RowOfSums);
        a5.Store(sums + 5 * RowOfSums);
        a6.Store(sums + 6 * RowOfSums);
        a7.Store(sums + 7 * RowOfSums);
        a8.Store(sums + 8 * RowOfSums);
        a9.Store(sums + 9 * RowOfSums);
        a10.Store(sums + 10 * RowOfSums);
        a11.Store(sums + 11 * RowOfSums);
        a12.Store(sums + 12 * RowOfSums);
        a13.Store(sums + 13 * RowOfSums);
        a14.Store(sums + 14 * RowOfSums);
        a15.Store(sums + 15 * RowOfSums);
    }
}
