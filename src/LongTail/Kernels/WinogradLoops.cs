using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LongTail.Kernels;

/// <summary>Walks a batch in blocks of tiles: transforms them, multiplies them place by place, transforms back.</summary>
/// <typeparam name="TElement">Of the images.</typeparam>
/// <typeparam name="TTransform">Size of the tiles.</typeparam>
/// <typeparam name="TTile">The products.</typeparam>
/// <typeparam name="TLanes">Registers of the transforms.</typeparam>
static unsafe class WinogradLoops<TElement, TTransform, TTile, TLanes>
    where TElement : struct, IElement where TTransform : struct, ITileTransform where TTile : struct, ITile where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Transforms and packs the weights of the forward pass.</summary>
    public static void Pack(float* weight, float* packed) => WinogradWeights<TElement, TTransform, TLanes>.Pack(weight, TTile.Channels, TTile.Block, packed);

    /// <summary>Transforms and packs the weights for the gradient of the input.</summary>
    public static void PackForGradient(float* weight, float* packed) => WinogradWeights<TElement, TTransform, TLanes>.PackForGradient(weight, TTile.Channels, TTile.Block, packed);

    /// <summary>The convolution.</summary>
    /// <typeparam name="TSink">What becomes of its outputs.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TSink>(void* state, int thread, int threads) where TSink : struct, ISink
    {
        WinogradWork work = *(WinogradWork*)state;
        int channels = TTile.Channels, size = channels * channels, places = TTransform.Inputs * TTransform.Inputs;
        using TileBlock block = new(work, channels, TTransform.Inputs);
        int rows = work.Images * work.TileRows, blocks = (rows + block.Rows - 1) / block.Rows, step = work.TileColumns * channels;
        int pixelRows = block.Rows * TTransform.Outputs, rowBytes = work.Width * channels * TElement.Bytes;
        for (int number = (int)((long)blocks * thread / threads); number < (int)((long)blocks * (thread + 1) / threads); number++)
        {
            int first = number * block.Rows, end = Math.Min(first + block.Rows, rows);
            float* tiles = block.First;
            for (int row = first; row < end; row++, tiles += step) TTransform.Input<TElement, TLanes>(work, row, channels, block, tiles);
            Ahead input = new(work.Input, work.FirstPixelRow(end) + 1, pixelRows, rowBytes, places);
            Ahead output = new(work.Output, work.FirstPixelRow(first), pixelRows, rowBytes, places);
            Ahead residual = new(work.Residual, work.FirstPixelRow(first), pixelRows, rowBytes, places);
            for (int place = 0; place < places; place++)
            {
                input.Fetch(place);
                output.Fetch(place);
                if (TSink.HasResidual) residual.Fetch(place);
                TTile.Multiply(block.First + place * block.Stride, block.Tiles, work.Weights + place * size, block.Second + place * block.Stride);
            }
            tiles = block.Second;
            for (int row = first; row < end; row++, tiles += step) TTransform.Output<TElement, TLanes, TSink>(work, row, channels, block, tiles);
        }
    }

    /// <summary>The gradient of the transformed weights, as sums over the parts of the batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WeightSums(void* state, int thread, int threads)
    {
        WinogradWork work = *(WinogradWork*)state;
        int channels = TTile.Channels, size = channels * channels, places = TTransform.Inputs * TTransform.Inputs;
        using TileBlock block = new(work, channels, TTransform.Inputs);
        int rows = work.Images * work.TileRows, step = work.TileColumns * channels;
        int pixelRows = block.Rows * TTransform.Outputs, rowBytes = work.Width * channels * TElement.Bytes;
        for (int part = work.Parts * thread / threads; part < work.Parts * (thread + 1) / threads; part++)
        {
            float* sums = work.Sums + (nint)part * places * size;
            int begin = (int)((long)rows * part / work.Parts), end = (int)((long)rows * (part + 1) / work.Parts);
            for (int first = begin; first < end; first += block.Rows)
            {
                float* inputs = block.First, gradients = block.Second;
                int last = Math.Min(first + block.Rows, end);
                for (int row = first; row < last; row++, inputs += step, gradients += step)
                {
                    TTransform.Input<TElement, TLanes>(work, row, channels, block, inputs);
                    TTransform.Gradient<TElement, TLanes>(work, row, channels, block, gradients);
                }
                Ahead input = new(work.Input, work.FirstPixelRow(last) + 1, pixelRows, rowBytes, places);
                Ahead gradient = new(work.Output, work.FirstPixelRow(last), pixelRows, rowBytes, places);
                for (int place = 0; place < places; place++)
                {
                    input.Fetch(place);
                    gradient.Fetch(place);
                    if (first == begin) NativeMemory.Clear(sums + place * size, (nuint)size * sizeof(float));
                    TTile.AddWeightSums(block.First + place * block.Stride, block.Second + place * block.Stride, (last - first) * work.TileColumns, sums + place * size);
                }
            }
        }
    }

    /// <summary>The gradient of the weights from the sums of all parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MergeWeightSums(void* state, int thread, int threads)
    {
        WinogradWork work = *(WinogradWork*)state;
        int channels = TTile.Channels, size = channels * channels, places = TTransform.Inputs * TTransform.Inputs;
        float* merged = stackalloc float[places * channels];
        double* totals = stackalloc double[channels];
        for (int output = channels * thread / threads; output < channels * (thread + 1) / threads; output++)
        {
            for (int place = 0; place < places; place++)
            {
                NativeMemory.Clear(totals, (nuint)channels * sizeof(double));
                float* sums = work.Sums + (nint)place * size + output * channels;
                for (int part = 0; part < work.Parts; part++, sums += (nint)places * size)
                    for (int input = 0; input < channels; input += 4)
                        (Vector256.Load(totals + input) + Avx.ConvertToVector256Double(Vector128.Load(sums + input))).Store(totals + input);
                for (int input = 0; input < channels; input += 4)
                    Avx.ConvertToVector128Single(Vector256.Load(totals + input)).Store(merged + place * channels + input);
            }
            for (int input = 0; input < channels; input += TLanes.Count)
                WinogradWeights<TElement, TTransform, TLanes>.TransformBack(merged + input, channels, work.WeightGradient + (nint)output * 9 * channels + input, channels);
        }
    }
}
