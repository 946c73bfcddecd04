using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LongTail.Kernels;

/// <summary>F(4, 3) along one direction, with the points 0, 1, -1, 2, -2: y = A^T ((G g) * (B^T d)) for six inputs d and three weights g. Each method treats sixteen channels.</summary>
static unsafe class FourAlong
{
    /// <summary>B^T d.</summary>
    /// <param name="from">Where each of the inputs begins.</param>
    /// <param name="at">Position from there, in numbers.</param>
    /// <param name="to">Six results, written.</param>
    /// <param name="stride">From one result to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TElement>(void** from, nint at, float* to, int stride) where TElement : struct, IElement
    {
        Vector512<float> two = Vector512.Create(2f), four = Vector512.Create(4f), five = Vector512.Create(5f);
        Vector512<float> d1 = TElement.Load(from[1], at), d2 = TElement.Load(from[2], at), d3 = TElement.Load(from[3], at), d4 = TElement.Load(from[4], at);
        Vector512.FusedMultiplyAdd(four, TElement.Load(from[0], at), Vector512.FusedMultiplyAdd(-five, d2, d4)).Store(to);
        Vector512<float> even = Vector512.FusedMultiplyAdd(-four, d2, d4), odd = Vector512.FusedMultiplyAdd(-four, d1, d3);
        (even + odd).Store(to + stride);
        (even - odd).Store(to + 2 * stride);
        (even, odd) = (d4 - d2, d3 - d1);
        Vector512.FusedMultiplyAdd(two, odd, even).Store(to + 3 * stride);
        Vector512.FusedMultiplyAdd(-two, odd, even).Store(to + 4 * stride);
        Vector512.FusedMultiplyAdd(four, d1, Vector512.FusedMultiplyAdd(-five, d3, TElement.Load(from[5], at))).Store(to + 5 * stride);
    }

    /// <summary>A^T p of the six products p.</summary>
    /// <param name="from">The first product.</param>
    /// <param name="stride">From one product to the next.</param>
    /// <param name="to">Where the outputs begin.</param>
    /// <param name="at">Position of the first from there, in numbers.</param>
    /// <param name="step">From one output to the next.</param>
    /// <param name="inside">How many of the four are written.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TElement>(float* from, int stride, void* to, nint at, int step, int inside) where TElement : struct, IElement
    {
        Vector512<float> p1 = Vector512.Load(from + stride), p2 = Vector512.Load(from + 2 * stride), p3 = Vector512.Load(from + 3 * stride), p4 = Vector512.Load(from + 4 * stride);
        Vector512<float> sum1 = p1 + p2, difference1 = p1 - p2, sum2 = p3 + p4, difference2 = p3 - p4;
        TElement.Store(to, at, Vector512.Load(from) + sum1 + sum2);
        if (inside < 2) return;
        TElement.Store(to, at + step, Vector512.FusedMultiplyAdd(Vector512.Create(2f), difference2, difference1));
        if (inside < 3) return;
        TElement.Store(to, at + 2 * step, Vector512.FusedMultiplyAdd(Vector512.Create(4f), sum2, sum1));
        if (inside < 4) return;
        TElement.Store(to, at + 3 * step, Vector512.FusedMultiplyAdd(Vector512.Create(8f), difference2, difference1 + Vector512.Load(from + 5 * stride)));
    }

    /// <summary>A y of the gradients y of the outputs: those of the products.</summary>
    /// <inheritdoc cref="Input"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gradient<TElement>(void** from, nint at, float* to, int stride) where TElement : struct, IElement
    {
        Vector512<float> two = Vector512.Create(2f), four = Vector512.Create(4f);
        Vector512<float> y0 = TElement.Load(from[0], at), y1 = TElement.Load(from[1], at), y2 = TElement.Load(from[2], at), y3 = TElement.Load(from[3], at);
        y0.Store(to);
        Vector512<float> even = y0 + y2, odd = y1 + y3;
        (even + odd).Store(to + stride);
        (even - odd).Store(to + 2 * stride);
        (even, odd) = (Vector512.FusedMultiplyAdd(four, y2, y0), Vector512.FusedMultiplyAdd(four, y3, y1));
        Vector512.FusedMultiplyAdd(two, odd, even).Store(to + 3 * stride);
        Vector512.FusedMultiplyAdd(-two, odd, even).Store(to + 4 * stride);
        y3.Store(to + 5 * stride);
    }

    /// <summary>G g of three weights.</summary>
    /// <param name="from">The first weight.</param>
    /// <param name="step">From one weight to the next.</param>
    /// <param name="to">Six results, written.</param>
    /// <param name="stride">From one result to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Weights(float* from, int step, float* to, int stride)
    {
        Vector512<float> g0 = Vector512.Load(from), g1 = Vector512.Load(from + step), g2 = Vector512.Load(from + 2 * step), ends = g0 + g2;
        (Vector512.Create(1 / 4f) * g0).Store(to);
        (Vector512.Create(-1 / 6f) * (ends + g1)).Store(to + stride);
        (Vector512.Create(-1 / 6f) * (ends - g1)).Store(to + 2 * stride);
        Vector512<float> even = Vector512.Create(1 / 24f) * Vector512.FusedMultiplyAdd(Vector512.Create(4f), g2, g0), odd = Vector512.Create(1 / 12f) * g1;
        (even + odd).Store(to + 3 * stride);
        (even - odd).Store(to + 4 * stride);
        g2.Store(to + 5 * stride);
    }

    /// <summary>G^T s of the gradients s of the transformed weights: those of the three weights.</summary>
    /// <inheritdoc cref="Weights"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WeightGradient(float* from, int step, float* to, int stride)
    {
        Vector512<float> s1 = Vector512.Load(from + step), s2 = Vector512.Load(from + 2 * step), s3 = Vector512.Load(from + 3 * step), s4 = Vector512.Load(from + 4 * step);
        Vector512<float> sixth = Vector512.Create(1 / 6f), near = sixth * (s1 + s2), far = sixth * (s3 + s4);
        (Vector512.Create(1 / 4f) * (Vector512.Load(from) + far) - near).Store(to);
        (sixth * (s2 - s1) + Vector512.Create(1 / 12f) * (s3 - s4)).Store(to + stride);
        (far - near + Vector512.Load(from + 5 * step)).Store(to + 2 * stride);
    }
}
