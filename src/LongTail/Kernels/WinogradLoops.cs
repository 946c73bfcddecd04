using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LongTail.Kernels;

/// <summary>Walks a batch in blocks of tiles: transforms them, multiplies them place by place, transforms back.</summary>
/// <typeparam name="TElement">Of the images.</typeparam>
/// <typeparam name="TTransform">Size of the tiles.</typeparam>
/// <typeparam name="TTile">The products.</typeparam>
static unsafe class WinogradLoops<TElement, TTransform, TTile> where TElement : struct, IElement where TTransform : struct, ITileTransform where TTile : struct, ITile
{
    static int Places => TTransform.Inputs * TTransform.Inputs;

    static int Size => TTile.Channels * TTile.Channels;

    /// <summary>Transforms and packs the weights of the forward pass.</summary>
    public static void Pack(float* weight, float* packed) => WinogradWeights<TElement, TTransform>.Pack(weight, TTile.Channels, packed);

    /// <summary>Transforms and packs the weights for the gradient of the input.</summary>
    public static void PackForGradient(float* weight, float* packed) => WinogradWeights<TElement, TTransform>.PackForGradient(weight, TTile.Channels, packed);

    /// <summary>The convolution.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(void* state, int thread, int threads)
    {
        WinogradWork work = *(WinogradWork*)state;
        using TileBlock block = new(work, TTile.Channels, TTransform.Inputs);
        int rows = work.Images * work.TileRows, blocks = (rows + block.Rows - 1) / block.Rows, step = work.TileColumns * TTile.Channels;
        int pixelRows = block.Rows * TTransform.Outputs, rowBytes = work.Width * TTile.Channels * TElement.Bytes;
        for (int number = (int)((long)blocks * thread / threads); number < (int)((long)blocks * (thread + 1) / threads); number++)
        {
            int first = number * block.Rows, end = Math.Min(first + block.Rows, rows);
            float* tiles = block.First;
            for (int row = first; row < end; row++, tiles += step) TTransform.Input<TElement>(work, row, TTile.Channels, block, tiles);
            Ahead input = new(work.Input, (nint)end * TTransform.Outputs + 1, pixelRows, rowBytes, Places);
            Ahead output = new(work.Output, (nint)first * TTransform.Outputs, pixelRows, rowBytes, Places);
            for (int place = 0; place < Places; place++)
            {
                input.Fetch(place);
                output.Fetch(place);
                TTile.Multiply(block.First + place * block.Stride, block.Tiles, work.Weights + place * Size, block.Second + place * block.Stride);
            }
            tiles = block.Second;
            for (int row = first; row < end; row++, tiles += step) TTransform.Output<TElement>(work, row, TTile.Channels, block, tiles);
        }
    }

    /// <summary>The gradient of the transformed weights, as sums over the parts of the batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WeightSums(void* state, int thread, int threads)
    {
        WinogradWork work = *(WinogradWork*)state;
        using TileBlock block = new(work, TTile.Channels, TTransform.Inputs);
        int rows = work.Images * work.TileRows, step = work.TileColumns * TTile.Channels;
        int pixelRows = block.Rows * TTransform.Outputs, rowBytes = work.Width * TTile.Channels * TElement.Bytes;
        for (int part = work.Parts * thread / threads; part < work.Parts * (thread + 1) / threads; part++)
        {
            float* sums = work.Sums + (nint)part * Places * Size;
            int begin = (int)((long)rows * part / work.Parts), end = (int)((long)rows * (part + 1) / work.Parts);
            for (int first = begin; first < end; first += block.Rows)
            {
                float* inputs = block.First, gradients = block.Second;
                int last = Math.Min(first + block.Rows, end);
                for (int row = first; row < last; row++, inputs += step, gradients += step)
                {
                    TTransform.Input<TElement>(work, row, TTile.Channels, block, inputs);
                    TTransform.Gradient<TElement>(work, row, TTile.Channels, block, gradients);
                }
                Ahead input = new(work.Input, (nint)last * TTransform.Outputs + 1, pixelRows, rowBytes, Places);
                Ahead gradient = new(work.Output, (nint)last * TTransform.Outputs, pixelRows, rowBytes, Places);
                for (int place = 0; place < Places; place++)
                {
                    input.Fetch(place);
                    gradient.Fetch(place);
                    if (first == begin) NativeMemory.Clear(sums + place * Size, (nuint)Size * sizeof(float));
                    TTile.AddWeightSums(block.First + place * block.Stride, block.Second + place * block.Stride, (last - first) * work.TileColumns, sums + place * Size);
                }
            }
        }
    }

    /// <summary>The gradient of the weights from the sums of all parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MergeWeightSums(void* state, int thread, int threads)
    {
        WinogradWork work = *(WinogradWork*)state;
        float* merged = stackalloc float[Places * TTile.Channels];
        double* totals = stackalloc double[TTile.Channels];
        for (int output = TTile.Channels * thread / threads; output < TTile.Channels * (thread + 1) / threads; output++)
        {
            for (int place = 0; place < Places; place++)
            {
                NativeMemory.Clear(totals, (nuint)TTile.Channels * sizeof(double));
                float* sums = work.Sums + (nint)place * Size + output * TTile.Channels;
                for (int part = 0; part < work.Parts; part++, sums += (nint)Places * Size)
                    for (int input = 0; input < TTile.Channels; input += 8)
                        (Vector512.Load(totals + input) + Avx512F.ConvertToVector512Double(Vector256.Load(sums + input))).Store(totals + input);
                for (int input = 0; input < TTile.Channels; input += 8)
                    Avx512F.ConvertToVector256Single(Vector512.Load(totals + input)).Store(merged + place * TTile.Channels + input);
            }
            for (int input = 0; input < TTile.Channels; input += 16)
                WinogradWeights<TElement, TTransform>.TransformBack(merged + input, TTile.Channels, work.WeightGradient + (nint)output * 9 * TTile.Channels + input, TTile.Channels);
        }
    }
}
