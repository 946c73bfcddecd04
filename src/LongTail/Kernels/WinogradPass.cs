using System.Runtime.InteropServices;
using LongTail.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Kernels;

/// <summary>Runs the loops of <see cref="WinogradLoops{TElement, TTransform, TTile, TLanes}"/>.</summary>
static unsafe class WinogradPass
{
    // Of the sums for the weights: with fewer tiles, merging the parts would cost more than sharing them out saves.
    const int MostParts = 16, LeastTiles = 128;

    /// <summary>output = input * weight, all in channels-last memory.</summary>
    public static void Forward(Tensor input, Tensor weight, Tensor output, WinogradLoop loop) => Convolve(input, weight, WorkOn(input, output, loop), loop, loop.Pack, loop.Forward, output);

    /// <summary>output = relu(input * weight, normalised by running moments, + residual), all in channels-last memory.</summary>
    public static void ForwardNormalized(Tensor input, Tensor weight, Tensor output, WinogradLoop loop, BatchNorm2d normalization, Tensor? residual)
    {
        int channels = (int)input.size(1);
        float* scale = stackalloc float[2 * channels];
        NormalizationPass.RunningScale(normalization, channels, scale, scale + channels);
        WinogradWork work = WorkOn(input, output, loop);
        work.Scale = scale;
        work.Shift = scale + channels;
        work.Residual = residual is null ? null : PixelRows.Of(residual);
        Convolve(input, weight, work, loop, loop.Pack, residual is null ? loop.ForwardNormalized : loop.ForwardWithResidual, output);
        GC.KeepAlive(residual);
    }

    /// <summary>Gradient of the input from that of the output.</summary>
    public static void InputGradient(Tensor ofOutput, Tensor weight, Tensor ofInput, WinogradLoop loop) => Convolve(ofOutput, weight, WorkOn(ofOutput, ofInput, loop), loop, loop.PackForGradient, loop.Forward, ofInput);

    /// <summary>Gradient of the input, added to what stands there.</summary>
    public static void AddInputGradient(Tensor ofOutput, Tensor weight, Tensor ofInput, WinogradLoop loop) => Convolve(ofOutput, weight, WorkOn(ofOutput, ofInput, loop), loop, loop.PackForGradient, loop.ForwardAdded, ofInput);

    /// <summary>Gradient of the weight.</summary>
    public static void WeightGradient(Tensor input, Tensor ofOutput, Tensor ofWeight, WinogradLoop loop)
    {
        int channels = (int)input.size(1);
        WinogradWork work = WorkOn(input, ofOutput, loop);
        work.Parts = Math.Clamp(work.Images * work.TileRows * work.TileColumns / LeastTiles, 1, Math.Min(MostParts, work.Images * work.TileRows));
        work.Sums = Numbers(work.Parts * loop.Places * channels * channels);
        work.WeightGradient = (float*)PixelRows.Of(ofWeight);
        try
        {
            ComputeThreads.Run(get_num_threads(), loop.WeightSums, &work);
            ComputeThreads.Run(get_num_threads(), loop.MergeWeightSums, &work);
        }
        finally
        {
            NativeMemory.AlignedFree(work.Sums);
            GC.KeepAlive(input);
            GC.KeepAlive(ofOutput);
            GC.KeepAlive(ofWeight);
        }
    }

    static void Convolve(Tensor input, Tensor weight, WinogradWork work, WinogradLoop loop, delegate*<float*, float*, void> pack, delegate*<void*, int, int, void> forward, Tensor output)
    {
        int channels = (int)input.size(1);
        work.Weights = Numbers(loop.Places * channels * channels);
        try
        {
            pack((float*)PixelRows.Of(weight), work.Weights);
            ComputeThreads.Run(get_num_threads(), forward, &work);
        }
        finally
        {
            NativeMemory.AlignedFree(work.Weights);
            GC.KeepAlive(input);
            GC.KeepAlive(weight);
            GC.KeepAlive(output);
        }
    }

    static float* Numbers(int count) => (float*)NativeMemory.AlignedAlloc((nuint)count * sizeof(float), 64);

    static WinogradWork WorkOn(Tensor input, Tensor output, WinogradLoop loop) => new()
    {
        Input = PixelRows.Of(input),
        Output = PixelRows.Of(output),
        Images = (int)input.size(0),
        Height = (int)input.size(2),
        Width = (int)input.size(3),
        TileSide = loop.TileSide,
    };
}
