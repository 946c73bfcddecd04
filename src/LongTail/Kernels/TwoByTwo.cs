using System.Runtime.CompilerServices;

namespace LongTail.Kernels;

/// <summary>F(2 x 2, 3 x 3), with the points 0, 1, -1: 16 products where 36 are written. Nothing but additions and halves, so hardly more rounding than in a plain sum of products.</summary>
readonly unsafe struct TwoByTwo : ITileTransform
{
    public static int Outputs => 2;

    public static int Inputs => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input<TElement, TLanes>(in WinogradWork work, int row, int channels, in TileBlock block, float* tiles) where TElement : struct, IElement where TLanes : unmanaged, ILanes<TLanes>
    {
        int image = row / work.TileRows, y = 2 * (row % work.TileRows) - 1, width = work.Width, columns = work.TileColumns, stride = block.Stride;
        void* row0 = work.Row<TElement>(work.Input, image, y, channels, block.Zeros), row1 = work.Row<TElement>(work.Input, image, y + 1, channels, block.Zeros);
        void* row2 = work.Row<TElement>(work.Input, image, y + 2, channels, block.Zeros), row3 = work.Row<TElement>(work.Input, image, y + 3, channels, block.Zeros);
        for (int channel = 0; channel < channels; channel += TLanes.Count)
        {
            // Two columns are seen by the next tile again and stay in registers.
            TLanes a0 = default, a1 = default, a2 = default, a3 = default;
            (TLanes b0, TLanes b1, TLanes b2, TLanes b3) = Column<TElement, TLanes>(row0, row1, row2, row3, channel);
            nint at = channel + channels;
            float* target = tiles + channel;
            for (int tile = 0; tile < columns; tile++, at += 2 * channels, target += channels)
            {
                TLanes c0 = default, c1 = default, c2 = default, c3 = default, d0 = default, d1 = default, d2 = default, d3 = default;
                if (2 * tile + 1 < width) (c0, c1, c2, c3) = Column<TElement, TLanes>(row0, row1, row2, row3, at);
                if (2 * tile + 2 < width) (d0, d1, d2, d3) = Column<TElement, TLanes>(row0, row1, row2, row3, at + channels);
                Four(target, stride, a0, b0, c0, d0);
                Four(target + 4 * stride, stride, a1, b1, c1, d1);
                Four(target + 8 * stride, stride, a2, b2, c2, d2);
                Four(target + 12 * stride, stride, a3, b3, c3, d3);
                (a0, a1, a2, a3) = (c0, c1, c2, c3);
                (b0, b1, b2, b3) = (d0, d1, d2, d3);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output<TElement, TLanes, TSink>(in WinogradWork work, int row, int channels, in TileBlock block, float* tiles)
        where TElement : struct, IElement where TLanes : unmanaged, ILanes<TLanes> where TSink : struct, ISink
    {
        int image = row / work.TileRows, y = 2 * (row % work.TileRows), width = work.Width, columns = work.TileColumns, stride = block.Stride;
        void* upper = work.Row<TElement>(work.Output, image, y, channels, null), lower = work.Row<TElement>(work.Output, image, y + 1, channels, null);
        for (int channel = 0; channel < channels; channel += TLanes.Count)
        {
            float* source = tiles + channel;
            nint at = channel;
            for (int tile = 0; tile < columns; tile++, at += 2 * channels, source += channels)
            {
                (TLanes upper0, TLanes lower0) = Two<TLanes>(source, stride);
                (TLanes upper1, TLanes lower1) = Two<TLanes>(source + stride, stride);
                (TLanes upper2, TLanes lower2) = Two<TLanes>(source + 2 * stride, stride);
                (TLanes upper3, TLanes lower3) = Two<TLanes>(source + 3 * stride, stride);
                bool right = 2 * tile + 1 < width;
                TSink.Put<TElement, TLanes>(work, upper, at, channel, upper0 + upper1 + upper2);
                if (right) TSink.Put<TElement, TLanes>(work, upper, at + channels, channel, upper1 - upper2 - upper3);
                if (lower is null) continue;
                TSink.Put<TElement, TLanes>(work, lower, at, channel, lower0 + lower1 + lower2);
                if (right) TSink.Put<TElement, TLanes>(work, lower, at + channels, channel, lower1 - lower2 - lower3);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient<TElement, TLanes>(in WinogradWork work, int row, int channels, in TileBlock block, float* tiles) where TElement : struct, IElement where TLanes : unmanaged, ILanes<TLanes>
    {
        int image = row / work.TileRows, y = 2 * (row % work.TileRows), width = work.Width, columns = work.TileColumns, stride = block.Stride;
        void* upper = work.Row<TElement>(work.Output, image, y, channels, block.Zeros), lower = work.Row<TElement>(work.Output, image, y + 1, channels, block.Zeros);
        for (int channel = 0; channel < channels; channel += TLanes.Count)
        {
            float* target = tiles + channel;
            nint at = channel;
            for (int tile = 0; tile < columns; tile++, at += 2 * channels, target += channels)
            {
                TLanes upper0 = TElement.Load<TLanes>(upper, at), lower0 = TElement.Load<TLanes>(lower, at), upper1 = default, lower1 = default;
                if (2 * tile + 1 < width) (upper1, lower1) = (TElement.Load<TLanes>(upper, at + channels), TElement.Load<TLanes>(lower, at + channels));
                Spread(target, stride, upper0, upper1);
                Spread(target + 4 * stride, stride, upper0 + lower0, upper1 + lower1);
                Spread(target + 8 * stride, stride, upper0 - lower0, upper1 - lower1);
                Spread(target + 12 * stride, stride, -lower0, -lower1);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Weights<TLanes>(float* from, int step, float* to, int stride) where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes half = TLanes.All(0.5f), g0 = TLanes.Load(from), g1 = half * TLanes.Load(from + step), g2 = TLanes.Load(from + 2 * step), ends = half * (g0 + g2);
        g0.Store(to);
        (ends + g1).Store(to + stride);
        (ends - g1).Store(to + 2 * stride);
        g2.Store(to + 3 * stride);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WeightGradient<TLanes>(float* from, int step, float* to, int stride) where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes half = TLanes.All(0.5f), s1 = TLanes.Load(from + step), s2 = TLanes.Load(from + 2 * step), both = half * (s1 + s2);
        (TLanes.Load(from) + both).Store(to);
        (half * (s1 - s2)).Store(to + stride);
        (both + TLanes.Load(from + 3 * step)).Store(to + 2 * stride);
    }

    // B^T of one column of inputs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (TLanes, TLanes, TLanes, TLanes) Column<TElement, TLanes>(void* row0, void* row1, void* row2, void* row3, nint at) where TElement : struct, IElement where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes d1 = TElement.Load<TLanes>(row1, at), d2 = TElement.Load<TLanes>(row2, at);
        return (TElement.Load<TLanes>(row0, at) - d2, d1 + d2, d2 - d1, d1 - TElement.Load<TLanes>(row3, at));
    }

    // The same along a row, written.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Four<TLanes>(float* target, int stride, TLanes a, TLanes b, TLanes c, TLanes d) where TLanes : unmanaged, ILanes<TLanes>
    {
        (a - c).Store(target);
        (b + c).Store(target + stride);
        (c - b).Store(target + 2 * stride);
        (b - d).Store(target + 3 * stride);
    }

    // A^T of one column of products.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (TLanes Upper, TLanes Lower) Two<TLanes>(float* source, int stride) where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes p1 = TLanes.Load(source + 4 * stride), p2 = TLanes.Load(source + 8 * stride);
        return (TLanes.Load(source) + p1 + p2, p1 - p2 - TLanes.Load(source + 12 * stride));
    }

    // A along a row of gradients, written.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Spread<TLanes>(float* target, int stride, TLanes left, TLanes right) where TLanes : unmanaged, ILanes<TLanes>
    {
        left.Store(target);
        (left + right).Store(target + stride);
        (left - right).Store(target + 2 * stride);
        (-right).Store(target + 3 * stride);
    }
}
