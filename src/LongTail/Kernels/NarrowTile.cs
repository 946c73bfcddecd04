using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LongTail.Kernels;

/// <summary>Products of 16 channels with 16: sixteen tiles at a time, one vector of channels each, all in registers.</summary>
readonly unsafe struct NarrowTile : ITile
{
    public static int Channels => 16;

    public static int Block => 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* factors, int tiles, float* weights, float* products)
    {
        for (int tile = 0; tile < tiles; tile += 16, factors += 256, products += 256)
        {
            Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default, a8 = default, a9 = default, a10 = default, a11 = default, a12 = default, a13 = default, a14 = default, a15 = default;
            float* factor = factors, row = weights;
            for (int input = 0; input < 16; input++, factor++, row += 16)
            {
                Vector512<float> weight = Vector512.Load(row);
                a0 = Vector512.FusedMultiplyAdd(Vector512.Create(factor[0]), weight, a0);
                a1 = Vector512.FusedMultiplyAdd(Vector512.Create(factor[16]), weight, a1);
                a2 = Vector512.FusedMultiplyAdd(Vector512.Create(factor[32]), weight, a2);
                a3 = Vector512.FusedMultiplyAdd(Vector512.Create(factor[48]), weight, a3);
                a4 = Vector512.FusedMultiplyAdd(Vector512.Create(factor[64]), weight, a4);
                a5 = Vector512.FusedMultiplyAdd(Vector512.Create(factor[80]), weight, a5);
                a6 = Vector512.FusedMultiplyAdd(Vector512.Create(factor[96]), weight, a6);
                a7 = Vector512.FusedMultiplyAdd(Vector512.Create(factor[112]), weight, a7);
                a8 = Vector512.FusedMultiplyAdd(Vector512.Create(factor[128]), weight, a8);
                a9 = Vector512.FusedMultiplyAdd(Vector512.Create(factor[144]), weight, a9);
                a10 = Vector512.FusedMultiplyAdd(Vector512.Create(factor[160]), weight, a10);
                a11 = Vector512.FusedMultiplyAdd(Vector512.Create(factor[176]), weight, a11);
                a12 = Vector512.FusedMultiplyAdd(Vector512.Create(factor[192]), weight, a12);
                a13 = Vector512.FusedMultiplyAdd(Vector512.Create(factor[208]), weight, a13);
                a14 = Vector512.FusedMultiplyAdd(Vector512.Create(factor[224]), weight, a14);
                a15 = Vector512.FusedMultiplyAdd(Vector512.Create(factor[240]), weight, a15);
            }
            a0.Store(products + 0);
            a1.Store(products + 16);
            a2.Store(products + 32);
            a3.Store(products + 48);
            a4.Store(products + 64);
            a5.Store(products + 80);
            a6.Store(products + 96);
            a7.Store(products + 112);
            a8.Store(products + 128);
            a9.Store(products + 144);
            a10.Store(products + 160);
            a11.Store(products + 176);
            a12.Store(products + 192);
            a13.Store(products + 208);
            a14.Store(products + 224);
            a15.Store(products + 240);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddWeightSums(float* input, float* gradient, int tiles, float* sums)
    {
        Vector512<float> a0 = Vector512.Load(sums + 0);
        Vector512<float> a1 = Vector512.Load(sums + 16);
        Vector512<float> a2 = Vector512.Load(sums + 32);
        Vector512<float> a3 = Vector512.Load(sums + 48);
        Vector512<float> a4 = Vector512.Load(sums + 64);
        Vector512<float> a5 = Vector512.Load(sums + 80);
        Vector512<float> a6 = Vector512.Load(sums + 96);
        Vector512<float> a7 = Vector512.Load(sums + 112);
        Vector512<float> a8 = Vector512.Load(sums + 128);
        Vector512<float> a9 = Vector512.Load(sums + 144);
        Vector512<float> a10 = Vector512.Load(sums + 160);
        Vector512<float> a11 = Vector512.Load(sums + 176);
        Vector512<float> a12 = Vector512.Load(sums + 192);
        Vector512<float> a13 = Vector512.Load(sums + 208);
        Vector512<float> a14 = Vector512.Load(sums + 224);
        Vector512<float> a15 = Vector512.Load(sums + 240);
        for (int tile = 0; tile < tiles; tile++, input += 16, gradient += 16)
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
        a0.Store(sums + 0);
        a1.Store(sums + 16);
        a2.Store(sums + 32);
        a3.Store(sums + 48);
        a4.Store(sums + 64);
        a5.Store(sums + 80);
        a6.Store(sums + 96);
        a7.Store(sums + 112);
        a8.Store(sums + 128);
        a9.Store(sums + 144);
        a10.Store(sums + 160);
        a11.Store(sums + 176);
        a12.Store(sums + 192);
        a13.Store(sums + 208);
        a14.Store(sums + 224);
        a15.Store(sums + 240);
    }
}
