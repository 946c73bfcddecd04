using System.Runtime.CompilerServices;

namespace LongTail.Kernels;

/// <summary>The four loops of a batch normalisation with what follows it: two forward, two backward. Each reads and writes every number once.</summary>
/// <typeparam name="TElement">How inputs and outputs are stored.</typeparam>
/// <typeparam name="TTail">What follows the normalisation.</typeparam>
/// <typeparam name="TLanes">Registers.</typeparam>
static unsafe class NormalizationLoops<TElement, TTail, TLanes> where TElement : struct, IElement where TTail : struct, ITail where TLanes : unmanaged, ILanes<TLanes>
{
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
            for (int channel = 0; channel < work.Channels; channel += TLanes.Count)
            {
                TLanes a = default, b = default, c = default, d = default;
                nint row = first;
                for (; row + 4 <= last; row += 4)
                {
                    nint at = row * work.Channels + channel;
                    a += TElement.Load<TLanes>(work.Input, at);
                    b += TElement.Load<TLanes>(work.Input, at + work.Channels);
                    c += TElement.Load<TLanes>(work.Input, at + 2 * work.Channels);
                    d += TElement.Load<TLanes>(work.Input, at + 3 * work.Channels);
                }
                for (; row < last; row++) a += TElement.Load<TLanes>(work.Input, row * work.Channels + channel);
                TLanes mean = (a + b + (c + d)) / TLanes.All((float)(last - first));

                (a, b, c, d) = (default, default, default, default);
                for (row = first; row + 4 <= last; row += 4)
                {
                    nint at = row * work.Channels + channel;
                    TLanes p = TElement.Load<TLanes>(work.Input, at) - mean, q = TElement.Load<TLanes>(work.Input, at + work.Channels) - mean;
                    TLanes r = TElement.Load<TLanes>(work.Input, at + 2 * work.Channels) - mean, s = TElement.Load<TLanes>(work.Input, at + 3 * work.Channels) - mean;
                    a = TLanes.MultiplyAdd(p, p, a);
                    b = TLanes.MultiplyAdd(q, q, b);
                    c = TLanes.MultiplyAdd(r, r, c);
                    d = TLanes.MultiplyAdd(s, s, d);
                }
                for (; row < last; row++)
                {
                    TLanes p = TElement.Load<TLanes>(work.Input, row * work.Channels + channel) - mean;
                    a = TLanes.MultiplyAdd(p, p, a);
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
            for (int channel = 0; channel < work.Channels; channel += TLanes.Count)
            {
                TLanes scale = TLanes.Load(work.Scale + channel), shift = TLanes.Load(work.Shift + channel);
                for (nint row = start; row < end; row++)
                {
                    nint at = row * work.Channels + channel;
                    TLanes value = TLanes.MultiplyAdd(TElement.Load<TLanes>(work.Input, at), scale, shift);
                    if (TTail.HasResidual) value += TElement.Load<TLanes>(work.Residual, at);
                    if (TTail.HasRelu) value = TLanes.NotBelowZero(value);
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
            for (int channel = 0; channel < work.Channels; channel += TLanes.Count)
            {
                TLanes mean = TLanes.Load(work.Mean + channel);
                TLanes sum = default, sum2 = default, product = default, product2 = default;
                nint row = first;
                for (; row + 2 <= last; row += 2)
                {
                    nint at = row * work.Channels + channel;
                    TLanes g = Gradient(in work, at), h = Gradient(in work, at + work.Channels);
                    sum += g;
                    sum2 += h;
                    product = TLanes.MultiplyAdd(g, TElement.Load<TLanes>(work.Input, at) - mean, product);
                    product2 = TLanes.MultiplyAdd(h, TElement.Load<TLanes>(work.Input, at + work.Channels) - mean, product2);
                }
                for (; row < last; row++)
                {
                    nint at = row * work.Channels + channel;
                    TLanes g = Gradient(in work, at);
                    sum += g;
                    product = TLanes.MultiplyAdd(g, TElement.Load<TLanes>(work.Input, at) - mean, product);
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
            for (int channel = 0; channel < work.Channels; channel += TLanes.Count)
            {
                TLanes scale = TLanes.Load(work.Scale + channel), slope = TLanes.Load(work.Slope + channel);
                TLanes shift = TLanes.Load(work.Shift + channel), mean = TLanes.Load(work.Mean + channel);
                for (nint row = start; row < end; row++)
                {
                    nint at = row * work.Channels + channel;
                    TLanes gradient = Gradient(in work, at);
                    TLanes centred = TElement.Load<TLanes>(work.Input, at) - mean;
                    TElement.Store(work.InputGradient, at, TLanes.MultiplyAdd(centred, slope, TLanes.MultiplyAdd(gradient, scale, shift)));
                    if (TTail.HasResidual) TElement.Store(work.ResidualGradient, at, gradient);
                }
            }
        }
    }

    // Zero where the ReLU was at rest. Inlined: called, it would run unoptimised through the first steps.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TLanes Gradient(in NormalizationWork work, nint at)
    {
        TLanes gradient = TElement.Load<TLanes>(work.OutputGradient, at);
        return TTail.HasRelu
            ? TLanes.WhereAboveZero(TElement.Load<TLanes>(work.Output, at), gradient)
            : gradient;
    }
}
