using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LongTail.Kernels;

/// <summary>Walks images row by row, with three rows and their zero borders at hand.</summary>
/// <typeparam name="TTile">What is done inside a row.</typeparam>
static unsafe class ConvolutionLoops<TTile> where TTile : struct, ITile
{
    /// <summary>The convolution.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(void* state, int thread, int threads)
    {
        ConvolutionWork work = *(ConvolutionWork*)state;
        using RowWindow rows = new(work.Width, TTile.Channels);
        for (int image = work.Images * thread / threads; image < work.Images * (thread + 1) / threads; image++)
        {
            nint start = (nint)image * work.Height * work.Width * TTile.Channels;
            for (int row = 0; row < work.Height; row++)
            {
                rows.MoveTo(work.Input + start, row, work.Height);
                float* output = work.Output + start + (nint)row * work.Width * TTile.Channels;
                for (int tile = 0; tile < work.Width; tile += TTile.Pixels)
                {
                    // The last tile overlaps the one before where the width is no multiple.
                    int column = Math.Min(tile, work.Width - TTile.Pixels) * TTile.Channels;
                    TTile.Forward(rows.Above + column, rows.Here + column, rows.Below + column, work.Weights, output + column);
                }
            }
        }
    }

    /// <summary>The gradient of the weights, as sums over the parts of the batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WeightSums(void* state, int thread, int threads)
    {
        ConvolutionWork work = *(ConvolutionWork*)state;
        using RowWindow rows = new(work.Width, TTile.Channels);
        int size = 9 * TTile.Channels * TTile.Channels;
        for (int part = ConvolutionWork.Parts * thread / threads; part < ConvolutionWork.Parts * (thread + 1) / threads; part++)
        {
            float* sums = work.Sums + (nint)part * size;
            NativeMemory.Clear(sums, (nuint)size * sizeof(float));
            (int first, int end) = work.ImagesOf(part);
            for (int image = first; image < end; image++)
            {
                nint start = (nint)image * work.Height * work.Width * TTile.Channels;
                for (int row = 0; row < work.Height; row++)
                {
                    rows.MoveTo(work.Input + start, row, work.Height);
                    float* gradient = work.Output + start + (nint)row * work.Width * TTile.Channels;
                    for (int column = 0; column < 3; column++)
                    {
                        int moved = column * TTile.Channels;
                        if (row > 0) TTile.AddWeightSums(rows.Above + moved, gradient, work.Width, sums + moved);
                        TTile.AddWeightSums(rows.Here + moved, gradient, work.Width, sums + 3 * TTile.Channels + moved);
                        if (row + 1 < work.Height) TTile.AddWeightSums(rows.Below + moved, gradient, work.Width, sums + 6 * TTile.Channels + moved);
                    }
                }
            }
        }
    }
}
