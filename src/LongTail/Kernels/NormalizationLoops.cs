using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LongTail.Kernels;

/// <summary>The four loops of a batch normalisation with what follows it: two forward, two backward. Each reads and writes every number once.</summary>
/// <typeparam name="TElement">How inputs and outputs are stored.</typeparam>
/// <typeparam name="TTail">What follows the normalisation.</typeparam>
static unsafe class NormalizationLoops<TElement, TTail> where TElement : struct, IElement where TTail : struct, ITail
{
    const int Lanes = 16;

    /// <summary>Forward, first: mean of each block, and sum of squared distances from it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Moments(void* state, int thread, int threads)
    {
        NormalizationWork work = *(NormalizationWork*)state;
        (nint block, nint end) = work.BlocksOf(thread, threads);
        for (; block < end; block++)
        {
            (nint first, nint last) = work.RowsOf(block);
            float* partial = work.Partial + block * 2 * work.Channels;
            for (int channel = 0; channel < work.Channels; channel += Lanes)
            {
                Vector512<float> a = default, b = default, c = default, d = default;
                nint row = first;
                for (; row + 4 <= last; row += 4)
                {
                    nint at = row * work.Channels + channel;
                    a += TElement.Load(work.Input, at);
                    b += TElement.Load(work.Input, at + work.Channels);
                    c += TElement.Load(work.Input, at + 2 * work.Channels);
                    d += TElement.Load(work.Input, at + 3 * work.Channels);
                }
                for (; row < last; row++) a += TElement.Load(work.Input, row * work.Channels + channel);
                Vector512<float> mean = (a + b + (c + d)) / Vector512.Create((float)(last - first));

                (a, b, c, d) = (default, default, default, default);
                for (row = first; row + 4 <= last; row += 4)
                {
                    nint at = row * work.Channels + channel;
                    Vector512<float> p = TElement.Load(work.Input, at) - mean, q = TElement.Load(work.Input, at + work.Channels) - mean;
                    Vector512<float> r = TElement.Load(work.Input, at + 2 * work.Channels) - mean, s = TElement.Load(work.Input, at + 3 * work.Channels) - mean;
                    a = Vector512.FusedMultiplyAdd(p, p, a);
                    b = Vector512.FusedMultiplyAdd(q, q, b);
                    c = Vector512.FusedMultiplyAdd(r, r, c);
                    d = Vector512.FusedMultiplyAdd(s, s, d);
                }
                for (; row < last; row++)
                {
                    Vector512<float> p = TElement.Load(work.Input, row * work.Channels + channel) - mean;
                    a = Vector512.FusedMultiplyAdd(p, p, a);
                }
                mean.Store(partial + channel);
                (a + b + (c + d)).Store(partial + work.Channels + channel);
            }
        }
    }

    /// <summary>Forward, second: scale, shift, residual, ReLU.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(void* state, int thread, int threads)
    {
        NormalizationWork work = *(NormalizationWork*)state;
        (nint firstBlock, nint endBlock) = work.BlocksOf(thread, threads);
        (nint first, nint last) = (work.RowsOf(firstBlock).First, Math.Min(work.Rows, endBlock * work.BlockRows));
        for (nint start = first; start < last; start += work.BlockRows)
        {
            nint end = Math.Min(last, start + work.BlockRows);
            for (int channel = 0; channel < work.Channels; channel += Lanes)
            {
                Vector512<float> scale = Vector512.Load(work.Scale + channel), shift = Vector512.Load(work.Shift + channel);
                for (nint row = start; row < end; row++)
                {
                    nint at = row * work.Channels + channel;
                    Vector512<float> value = Vector512.FusedMultiplyAdd(TElement.Load(work.Input, at), scale, shift);
                    if (TTail.HasResidual) value += TElement.Load(work.Residual, at);
                    if (TTail.HasRelu) value = Vector512.MaxNative(Vector512<float>.Zero, value);     // in this order NaN stays NaN
                    TElement.Store(work.Output, at, value);
                }
            }
        }
    }

    /// <summary>Backward, first: per block, the sum of the gradients behind the ReLU, and of their products with the centred input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GradientSums(void* state, int thread, int threads)
    {
        NormalizationWork work = *(NormalizationWork*)state;
        (nint block, nint end) = work.BlocksOf(thread, threads);
        for (; block < end; block++)
        {
            (nint first, nint last) = work.RowsOf(block);
            float* partial = work.Partial + block * 2 * work.Channels;
            for (int channel = 0; channel < work.Channels; channel += Lanes)
            {
                Vector512<float> mean = Vector512.Load(work.Mean + channel);
                Vector512<float> sum = default, sum2 = default, product = default, product2 = default;
                nint row = first;
                for (; row + 2 <= last; row += 2)
                {
                    nint at = row * work.Channels + channel;
                    Vector512<float> g = Gradient(in work, at), h = Gradient(in work, at + work.Channels);
                    sum += g;
                    sum2 += h;
                    product = Vector512.FusedMultiplyAdd(g, TElement.Load(work.Input, at) - mean, product);
                    product2 = Vector512.FusedMultiplyAdd(h, TElement.Load(work.Input, at + work.Channels) - mean, product2);
                }
                for (; row < last; row++)
                {
                    nint at = row * work.Channels + channel;
                    Vector512<float> g = Gradient(in work, at);
                    sum += g;
                    product = Vector512.FusedMultiplyAdd(g, TElement.Load(work.Input, at) - mean, product);
                }
                (sum + sum2).Store(partial + channel);
                (product + product2).Store(partial + work.Channels + channel);
            }
        }
    }

    /// <summary>Backward, second: gradients of the input and of the residual.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ApplyGradient(void* state, int thread, int threads)
    {
        NormalizationWork work = *(NormalizationWork*)state;
        (nint firstBlock, nint endBlock) = work.BlocksOf(thread, threads);
        (nint first, nint last) = (work.RowsOf(firstBlock).First, Math.Min(work.Rows, endBlock * work.BlockRows));
        for (nint start = first; start < last; start += work.BlockRows)
        {
            nint end = Math.Min(last, start + work.BlockRows);
            for (int channel = 0; channel < work.Channels; channel += Lanes)
            {
                Vector512<float> scale = Vector512.Load(work.Scale + channel), slope = Vector512.Load(work.Slope + channel);
                Vector512<float> shift = Vector512.Load(work.Shift + channel), mean = Vector512.Load(work.Mean + channel);
                for (nint row = start; row < end; row++)
                {
                    nint at = row * work.Channels + channel;
                    Vector512<float> gradient = Gradient(in work, at);
                    Vector512<float> centred = TElement.Load(work.Input, at) - mean;
                    TElement.Store(work.InputGradient, at, Vector512.FusedMultiplyAdd(centred, slope, Vector512.FusedMultiplyAdd(gradient, scale, shift)));
                    if (TTail.HasResidual) TElement.Store(work.ResidualGradient, at, gradient);
                }
            }
        }
    }

    // Zero where the ReLU was at rest.
    static Vector512<float> Gradient(in NormalizationWork work, nint at)
    {
        Vector512<float> gradient = TElement.Load(work.OutputGradient, at);
        return TTail.HasRelu
            ? Vector512.ConditionalSelect(Vector512.GreaterThan(TElement.Load(work.Output, at), Vector512<float>.Zero), gradient, Vector512<float>.Zero)
            : gradient;
    }
}
