using System.Runtime.CompilerServices;

namespace LongTail.Kernels;

/// <summary>F(4 x 4, 3 x 3): 36 products where 144 are written. Rounds more than a plain sum of products, far less than 16-bit numbers do: for these alone.</summary>
/// <remarks>First along columns into a buffer, then along rows: six by six vectors are more than there are registers.</remarks>
readonly unsafe struct FourByFour : ITileTransform
{
    const int Count = 6, MostLanes = 16;

    public static int Outputs => 4;

    public static int Inputs => Count;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input<TElement, TLanes>(in WinogradWork work, int row, int channels, in TileBlock block, float* tiles) where TElement : struct, IElement where TLanes : unmanaged, ILanes<TLanes>
    {
        int lanes = TLanes.Count, first = Outputs * (row % work.TileRows) - 1, image = row / work.TileRows, width = work.Width, columns = work.TileColumns, stride = block.Stride, bufferStride = block.BufferStride;
        void* row0 = work.Row<TElement>(work.Input, image, first, channels, block.Zeros), row1 = work.Row<TElement>(work.Input, image, first + 1, channels, block.Zeros);
        void* row2 = work.Row<TElement>(work.Input, image, first + 2, channels, block.Zeros), row3 = work.Row<TElement>(work.Input, image, first + 3, channels, block.Zeros);
        void* row4 = work.Row<TElement>(work.Input, image, first + 4, channels, block.Zeros), row5 = work.Row<TElement>(work.Input, image, first + 5, channels, block.Zeros);
        for (int channel = 0; channel < channels; channel += lanes, tiles += lanes)
        {
            // The buffer's first column, left of the image, and those right of it stay zero.
            float* target = block.InputBuffer + lanes;
            nint at = channel;
            for (int x = 0; x < width; x++, at += channels, target += lanes) FourAlong.Input<TElement, TLanes>(row0, row1, row2, row3, row4, row5, at, target, bufferStride);
            for (int place = 0; place < Inputs; place++)
            {
                float* source = block.InputBuffer + place * bufferStride;
                target = tiles + place * Inputs * stride;
                for (int tile = 0; tile < columns; tile++, target += channels, source += Outputs * lanes)
                    FourAlong.Input<Float32Element, TLanes>(source, source + lanes, source + 2 * lanes, source + 3 * lanes, source + 4 * lanes, source + 5 * lanes, 0, target, stride);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output<TElement, TLanes, TSink>(in WinogradWork work, int row, int channels, in TileBlock block, float* tiles)
        where TElement : struct, IElement where TLanes : unmanaged, ILanes<TLanes> where TSink : struct, ISink
    {
        int lanes = TLanes.Count, bufferStride = Count * lanes, first = Outputs * (row % work.TileRows), image = row / work.TileRows;
        int below = Math.Min(Outputs, work.Height - first);
        byte* output = (byte*)work.Row<TElement>(work.Output, image, first, channels, null);
        nint rowBytes = (nint)work.Width * channels * TElement.Bytes;
        float* buffer = stackalloc float[4 * Count * MostLanes];
        for (int channel = 0; channel < channels; channel += lanes)
            for (int tile = 0; tile < work.TileColumns; tile++)
            {
                float* source = tiles + tile * channels + channel;
                for (int place = 0; place < Inputs; place++, source += block.Stride)
                    FourAlong.Output<Float32Element, TLanes, Written>(source, Inputs * block.Stride, buffer, lanes * place, bufferStride, Outputs, work, channel);
                int column = tile * Outputs, inside = Math.Min(Outputs, work.Width - column);
                for (int y = 0; y < below; y++)
                    FourAlong.Output<TElement, TLanes, TSink>(buffer + y * bufferStride, lanes, output + y * rowBytes, (nint)column * channels + channel, channels, inside, work, channel);
            }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient<TElement, TLanes>(in WinogradWork work, int row, int channels, in TileBlock block, float* tiles) where TElement : struct, IElement where TLanes : unmanaged, ILanes<TLanes>
    {
        int lanes = TLanes.Count, first = Outputs * (row % work.TileRows), image = row / work.TileRows, width = work.Width, columns = work.TileColumns, stride = block.Stride, bufferStride = block.BufferStride;
        void* row0 = work.Row<TElement>(work.Output, image, first, channels, block.Zeros), row1 = work.Row<TElement>(work.Output, image, first + 1, channels, block.Zeros);
        void* row2 = work.Row<TElement>(work.Output, image, first + 2, channels, block.Zeros), row3 = work.Row<TElement>(work.Output, image, first + 3, channels, block.Zeros);
        for (int channel = 0; channel < channels; channel += lanes, tiles += lanes)
        {
            float* target = block.GradientBuffer;
            nint at = channel;
            for (int x = 0; x < width; x++, at += channels, target += lanes) FourAlong.Gradient<TElement, TLanes>(row0, row1, row2, row3, at, target, bufferStride);
            for (int place = 0; place < Inputs; place++)
            {
                float* source = block.GradientBuffer + place * bufferStride;
                target = tiles + place * Inputs * stride;
                for (int tile = 0; tile < columns; tile++, target += channels, source += Outputs * lanes)
                    FourAlong.Gradient<Float32Element, TLanes>(source, source + lanes, source + 2 * lanes, source + 3 * lanes, 0, target, stride);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Weights<TLanes>(float* from, int step, float* to, int stride) where TLanes : unmanaged, ILanes<TLanes> => FourAlong.Weights<TLanes>(from, step, to, stride);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WeightGradient<TLanes>(float* from, int step, float* to, int stride) where TLanes : unmanaged, ILanes<TLanes> => FourAlong.WeightGradient<TLanes>(from, step, to, stride);
}
