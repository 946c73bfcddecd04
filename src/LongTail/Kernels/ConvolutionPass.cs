using System.Runtime.InteropServices;
using LongTail.Native;
using static TorchSharp.torch;

namespace LongTail.Kernels;

/// <summary>Runs the loops of <see cref="ConvolutionLoops{TTile}"/>.</summary>
static unsafe class ConvolutionPass
{
    /// <summary>output = input * weight, all in channels-last memory.</summary>
    public static void Forward(Tensor input, Tensor weight, Tensor output) => Convolve(input, weight, output, forGradient: false);

    /// <summary>Gradient of the input from that of the output.</summary>
    public static void InputGradient(Tensor ofOutput, Tensor weight, Tensor ofInput) => Convolve(ofOutput, weight, ofInput, forGradient: true);

    /// <summary>Gradient of the weight.</summary>
    public static void WeightGradient(Tensor input, Tensor ofOutput, Tensor ofWeight)
    {
        int channels = (int)input.size(1), size = 9 * channels * channels;
        ConvolutionWork work = WorkOn(input, ofOutput);
        work.Sums = (float*)NativeMemory.AlignedAlloc((nuint)(ConvolutionWork.Parts * size) * sizeof(float), 64);
        try
        {
            ComputeThreads.Run(get_num_threads(), WeightSums(channels), &work);
            float* target = (float*)PixelRows.Of(ofWeight);
            for (int i = 0; i < size; i++)
            {
                double sum = 0;
                for (int part = 0; part < ConvolutionWork.Parts; part++) sum += work.Sums[(nint)part * size + i];
                target[i] = (float)sum;
            }
        }
        finally
        {
            NativeMemory.AlignedFree(work.Sums);
        }
    }

    static void Convolve(Tensor input, Tensor weight, Tensor output, bool forGradient)
    {
        int channels = (int)input.size(1);
        ConvolutionWork work = WorkOn(input, output);
        work.Weights = (float*)NativeMemory.AlignedAlloc((nuint)(9 * channels * channels) * sizeof(float), 64);
        try
        {
            float* source = (float*)PixelRows.Of(weight);
            if (forGradient) ConvolutionWeights.PackForGradient(source, channels, work.Weights);
            else ConvolutionWeights.Pack(source, channels, work.Weights);
            ComputeThreads.Run(get_num_threads(), Forward(channels), &work);
        }
        finally
        {
            NativeMemory.AlignedFree(work.Weights);
        }
    }

    static ConvolutionWork WorkOn(Tensor input, Tensor output) => new()
    {
        Input = (float*)PixelRows.Of(input),
        Output = (float*)PixelRows.Of(output),
        Images = (int)input.size(0),
        Height = (int)input.size(2),
        Width = (int)input.size(3),
    };

    static delegate*<void*, int, int, void> Forward(int channels) => channels == 16
        ? &ConvolutionLoops<NarrowTile>.Forward : &ConvolutionLoops<WideTile>.Forward;

    static delegate*<void*, int, int, void> WeightSums(int channels) => channels == 16
        ? &ConvolutionLoops<NarrowTile>.WeightSums : &ConvolutionLoops<WideTile>.WeightSums;
}
