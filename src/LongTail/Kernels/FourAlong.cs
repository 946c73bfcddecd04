using System.Runtime.CompilerServices;

namespace LongTail.Kernels;

/// <summary>F(4, 3) along one direction, with the points 0, 1, -1, 2, -2: y = A^T ((G g) * (B^T d)) for six inputs d and three weights g. Each method treats as many channels as there are lanes.</summary>
static unsafe class FourAlong
{
    /// <summary>B^T d.</summary>
    /// <param name="from0">Where the first of the inputs begins, and so on.</param>
    /// <param name="from1">The second.</param>
    /// <param name="from2">The third.</param>
    /// <param name="from3">The fourth.</param>
    /// <param name="from4">The fifth.</param>
    /// <param name="from5">The sixth.</param>
    /// <param name="at">Position from there, in numbers.</param>
    /// <param name="to">Six results, written.</param>
    /// <param name="stride">From one result to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TElement, TLanes>(void* from0, void* from1, void* from2, void* from3, void* from4, void* from5, nint at, float* to, int stride) where TElement : struct, IElement where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes two = TLanes.All(2f), four = TLanes.All(4f), five = TLanes.All(5f);
        TLanes d1 = TElement.Load<TLanes>(from1, at), d2 = TElement.Load<TLanes>(from2, at), d3 = TElement.Load<TLanes>(from3, at), d4 = TElement.Load<TLanes>(from4, at);
        TLanes.MultiplyAdd(four, TElement.Load<TLanes>(from0, at), TLanes.MultiplyAdd(-five, d2, d4)).Store(to);
        TLanes even = TLanes.MultiplyAdd(-four, d2, d4), odd = TLanes.MultiplyAdd(-four, d1, d3);
        (even + odd).Store(to + stride);
        (even - odd).Store(to + 2 * stride);
        (even, odd) = (d4 - d2, d3 - d1);
        TLanes.MultiplyAdd(two, odd, even).Store(to + 3 * stride);
        TLanes.MultiplyAdd(-two, odd, even).Store(to + 4 * stride);
        TLanes.MultiplyAdd(four, d1, TLanes.MultiplyAdd(-five, d3, TElement.Load<TLanes>(from5, at))).Store(to + 5 * stride);
    }

    /// <summary>A^T p of the six products p.</summary>
    /// <param name="from">The first product.</param>
    /// <param name="stride">From one product to the next.</param>
    /// <param name="to">Where the outputs begin.</param>
    /// <param name="at">Position of the first from there, in numbers.</param>
    /// <param name="step">From one output to the next.</param>
    /// <param name="inside">How many of the four are written.</param>
    /// <param name="work">For the sink.</param>
    /// <param name="channel">For the sink.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TElement, TLanes, TSink>(float* from, int stride, void* to, nint at, int step, int inside, in WinogradWork work, int channel)
        where TElement : struct, IElement where TLanes : unmanaged, ILanes<TLanes> where TSink : struct, ISink
    {
        TLanes p1 = TLanes.Load(from + stride), p2 = TLanes.Load(from + 2 * stride), p3 = TLanes.Load(from + 3 * stride), p4 = TLanes.Load(from + 4 * stride);
        TLanes sum1 = p1 + p2, difference1 = p1 - p2, sum2 = p3 + p4, difference2 = p3 - p4;
        TSink.Put<TElement, TLanes>(work, to, at, channel, TLanes.Load(from) + sum1 + sum2);
        if (inside < 2) return;
        TSink.Put<TElement, TLanes>(work, to, at + step, channel, TLanes.MultiplyAdd(TLanes.All(2f), difference2, difference1));
        if (inside < 3) return;
        TSink.Put<TElement, TLanes>(work, to, at + 2 * step, channel, TLanes.MultiplyAdd(TLanes.All(4f), sum2, sum1));
        if (inside < 4) return;
        TSink.Put<TElement, TLanes>(work, to, at + 3 * step, channel, TLanes.MultiplyAdd(TLanes.All(8f), difference2, difference1 + TLanes.Load(from + 5 * stride)));
    }

    /// <summary>A y of the gradients y of the outputs: those of the products.</summary>
    /// <inheritdoc cref="Input"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gradient<TElement, TLanes>(void* from0, void* from1, void* from2, void* from3, nint at, float* to, int stride) where TElement : struct, IElement where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes two = TLanes.All(2f), four = TLanes.All(4f);
        TLanes y0 = TElement.Load<TLanes>(from0, at), y1 = TElement.Load<TLanes>(from1, at), y2 = TElement.Load<TLanes>(from2, at), y3 = TElement.Load<TLanes>(from3, at);
        y0.Store(to);
        TLanes even = y0 + y2, odd = y1 + y3;
        (even + odd).Store(to + stride);
        (even - odd).Store(to + 2 * stride);
        (even, odd) = (TLanes.MultiplyAdd(four, y2, y0), TLanes.MultiplyAdd(four, y3, y1));
        TLanes.MultiplyAdd(two, odd, even).Store(to + 3 * stride);
        TLanes.MultiplyAdd(-two, odd, even).Store(to + 4 * stride);
        y3.Store(to + 5 * stride);
    }

    /// <summary>G g of three weights.</summary>
    /// <param name="from">The first weight.</param>
    /// <param name="step">From one weight to the next.</param>
    /// <param name="to">Six results, written.</param>
    /// <param name="stride">From one result to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Weights<TLanes>(float* from, int step, float* to, int stride) where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes g0 = TLanes.Load(from), g1 = TLanes.Load(from + step), g2 = TLanes.Load(from + 2 * step), ends = g0 + g2;
        (TLanes.All(1 / 4f) * g0).Store(to);
        (TLanes.All(-1 / 6f) * (ends + g1)).Store(to + stride);
        (TLanes.All(-1 / 6f) * (ends - g1)).Store(to + 2 * stride);
        TLanes even = TLanes.All(1 / 24f) * TLanes.MultiplyAdd(TLanes.All(4f), g2, g0), odd = TLanes.All(1 / 12f) * g1;
        (even + odd).Store(to + 3 * stride);
        (even - odd).Store(to + 4 * stride);
        g2.Store(to + 5 * stride);
    }

    /// <summary>G^T s of the gradients s of the transformed weights: those of the three weights.</summary>
    /// <inheritdoc cref="Weights"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WeightGradient<TLanes>(float* from, int step, float* to, int stride) where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes s1 = TLanes.Load(from + step), s2 = TLanes.Load(from + 2 * step), s3 = TLanes.Load(from + 3 * step), s4 = TLanes.Load(from + 4 * step);
        TLanes sixth = TLanes.All(1 / 6f), near = sixth * (s1 + s2), far = sixth * (s3 + s4);
        (TLanes.All(1 / 4f) * (TLanes.Load(from) + far) - near).Store(to);
        (sixth * (s2 - s1) + TLanes.All(1 / 12f) * (s3 - s4)).Store(to + stride);
        (far - near + TLanes.Load(from + 5 * step)).Store(to + 2 * stride);
    }
}
