using System.Runtime.InteropServices;
using LongTail.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Kernels;

/// <summary>Runs the loops of <see cref="NormalizationLoops{TElement, TTail, TLanes}"/> and what little lies between them.</summary>
static unsafe class NormalizationPass
{
    /// <summary>Output and moments of a batch ([2, K]: mean and 1 / deviation); the running moments move towards them.</summary>
    public static void Forward(Tensor input, Tensor? residual, Tensor output, Tensor weight, Tensor bias, Tensor moments, BatchNorm2d normalization)
    {
        NormalizationWork work = WorkOn(input);
        int channels = work.Channels;
        work.Residual = residual is null ? null : PixelRows.Of(residual);
        work.Output = PixelRows.Of(output);
        using Scratch scratch = new((int)work.Blocks * 2 * channels, 2 * channels);
        work.Partial = scratch.Partial;
        work.Scale = scratch.Rest;
        work.Shift = scratch.Rest + channels;
        Loops loops = Loops.For(input.dtype, residual is not null);
        int threads = get_num_threads();
        ComputeThreads.Run(threads, loops.Moments, &work);

        float* gain = (float*)PixelRows.Start(weight), offset = (float*)PixelRows.Start(bias);
        float* mean = (float*)PixelRows.Start(moments), inverse = mean + channels;
        using IDisposable noGradient = no_grad();
        float* runningMean = (float*)PixelRows.Start(normalization.running_mean!), runningVariance = (float*)PixelRows.Start(normalization.running_var!);
        double step = normalization.momentum ?? throw new NotSupportedException("A cumulative moving average is not supported.");
        Span<double> squares = stackalloc double[channels], means = stackalloc double[channels];
        Merge(in work, means, squares);
        for (int channel = 0; channel < channels; channel++)
        {
            double variance = squares[channel] / work.Rows;
            double reciprocal = 1 / Math.Sqrt(variance + normalization.eps);
            mean[channel] = (float)means[channel];
            inverse[channel] = (float)reciprocal;
            work.Scale[channel] = (float)(gain[channel] * reciprocal);
            work.Shift[channel] = (float)(offset[channel] - means[channel] * gain[channel] * reciprocal);
            runningMean[channel] = (float)((1 - step) * runningMean[channel] + step * means[channel]);
            runningVariance[channel] = (float)((1 - step) * runningVariance[channel] + step * squares[channel] / (work.Rows - 1));
        }
        ComputeThreads.Run(threads, loops.Apply, &work);
        *(long*)PixelRows.Start(normalization.num_batches_tracked!) += 1;
    }

    /// <summary>Output by the running moments, written over the input.</summary>
    public static void Infer(Tensor input, Tensor? residual, BatchNorm2d normalization)
    {
        NormalizationWork work = WorkOn(input);
        work.Residual = residual is null ? null : PixelRows.Of(residual);
        work.Output = work.Input;
        using Scratch scratch = new(0, 2 * work.Channels);
        work.Scale = scratch.Rest;
        work.Shift = scratch.Rest + work.Channels;
        RunningScale(normalization, work.Channels, work.Scale, work.Shift);
        ComputeThreads.Run(get_num_threads(), Loops.For(input.dtype, residual is not null).Apply, &work);
    }

    /// <summary>What normalising by the running moments multiplies with and adds.</summary>
    /// <param name="normalization">Of the channels.</param>
    /// <param name="channels">K.</param>
    /// <param name="scale">[K], written.</param>
    /// <param name="shift">[K], written.</param>
    public static void RunningScale(BatchNorm2d normalization, int channels, float* scale, float* shift)
    {
        float* gain = (float*)PixelRows.Start(normalization.weight!), offset = (float*)PixelRows.Start(normalization.bias!);
        float* mean = (float*)PixelRows.Start(normalization.running_mean!), variance = (float*)PixelRows.Start(normalization.running_var!);
        for (int channel = 0; channel < channels; channel++)
        {
            double factor = gain[channel] / Math.Sqrt(variance[channel] + normalization.eps);
            scale[channel] = (float)factor;
            shift[channel] = (float)(offset[channel] - mean[channel] * factor);
        }
    }

    /// <summary>Gradients of input, residual, weight and bias.</summary>
    public static void Backward(
        Tensor input, Tensor output, Tensor gradient, Tensor weight, Tensor moments, Tensor ofInput, Tensor? ofResidual, Tensor ofWeight, Tensor ofBias)
    {
        NormalizationWork work = WorkOn(input);
        int channels = work.Channels;
        work.Output = PixelRows.Of(output);
        work.OutputGradient = PixelRows.Of(gradient);
        work.InputGradient = PixelRows.Of(ofInput);
        work.ResidualGradient = ofResidual is null ? null : PixelRows.Of(ofResidual);
        work.Mean = (float*)PixelRows.Start(moments);
        using Scratch scratch = new((int)work.Blocks * 2 * channels, 3 * channels);
        work.Partial = scratch.Partial;
        work.Scale = scratch.Rest;
        work.Shift = scratch.Rest + channels;
        work.Slope = scratch.Rest + 2 * channels;
        Loops loops = Loops.For(input.dtype, ofResidual is not null);
        int threads = get_num_threads();
        ComputeThreads.Run(threads, loops.GradientSums, &work);

        float* gain = (float*)PixelRows.Start(weight), inverse = work.Mean + channels;
        float* gainGradient = (float*)PixelRows.Start(ofWeight), offsetGradient = (float*)PixelRows.Start(ofBias);
        Span<double> sums = stackalloc double[channels], products = stackalloc double[channels];
        Sum(in work, sums, products);
        for (int channel = 0; channel < channels; channel++)
        {
            double scale = (double)gain[channel] * inverse[channel];
            gainGradient[channel] = (float)(products[channel] * inverse[channel]);
            offsetGradient[channel] = (float)sums[channel];
            work.Scale[channel] = (float)scale;
            work.Slope[channel] = (float)(-scale * inverse[channel] * inverse[channel] * products[channel] / work.Rows);
            work.Shift[channel] = (float)(-scale * sums[channel] / work.Rows);
        }
        ComputeThreads.Run(threads, loops.ApplyGradient, &work);
    }

    static NormalizationWork WorkOn(Tensor input) => new()
    {
        Input = PixelRows.Of(input),
        Rows = (nint)(input.size(0) * input.size(2) * input.size(3)),
        Channels = (int)input.size(1),
    };

    // Chan, Golub and LeVeque 1979: moments of a whole from moments of its parts.
    static void Merge(in NormalizationWork work, Span<double> means, Span<double> squares)
    {
        means.Clear();
        squares.Clear();
        for (nint block = 0; block < work.Blocks; block++)
        {
            double share = Count(in work, block) / work.Rows;
            float* partial = work.Partial + block * 2 * work.Channels;
            for (int channel = 0; channel < work.Channels; channel++) means[channel] += share * partial[channel];
        }
        for (nint block = 0; block < work.Blocks; block++)
        {
            double count = Count(in work, block);
            float* partial = work.Partial + block * 2 * work.Channels;
            for (int channel = 0; channel < work.Channels; channel++)
            {
                double distance = partial[channel] - means[channel];
                squares[channel] += partial[work.Channels + channel] + count * distance * distance;
            }
        }
    }

    static void Sum(in NormalizationWork work, Span<double> sums, Span<double> products)
    {
        sums.Clear();
        products.Clear();
        for (nint block = 0; block < work.Blocks; block++)
        {
            float* partial = work.Partial + block * 2 * work.Channels;
            for (int channel = 0; channel < work.Channels; channel++)
            {
                sums[channel] += partial[channel];
                products[channel] += partial[work.Channels + channel];
            }
        }
    }

    static double Count(in NormalizationWork work, nint block)
    {
        (nint first, nint end) = work.RowsOf(block);
        return end - first;
    }

    /// <summary>Memory for the sums, free again with the call.</summary>
    readonly ref struct Scratch(int partial, int rest)
    {
        readonly float* _memory = (float*)NativeMemory.AlignedAlloc((nuint)(partial + rest) * sizeof(float), 64);

        public float* Partial => _memory;

        public float* Rest => _memory + partial;

        public void Dispose() => NativeMemory.AlignedFree(_memory);
    }

    /// <summary>The four loops of one kind.</summary>
    readonly struct Loops
    {
        public required delegate*<void*, int, int, void> Moments { get; init; }

        public required delegate*<void*, int, int, void> Apply { get; init; }

        public required delegate*<void*, int, int, void> GradientSums { get; init; }

        public required delegate*<void*, int, int, void> ApplyGradient { get; init; }

        public static Loops For(ScalarType type, bool hasResidual) => (type, hasResidual) switch
        {
            (ScalarType.Float32, false) => Of<Float32Element, ReluTail>(),
            (ScalarType.Float32, true) => Of<Float32Element, ResidualReluTail>(),
            (_, false) => Of<BFloat16Element, ReluTail>(),
            (_, true) => Of<BFloat16Element, ResidualReluTail>(),
        };

        static Loops Of<TElement, TTail>() where TElement : struct, IElement where TTail : struct, ITail =>
            KernelSupport.HasWideVectors ? Of<TElement, TTail, Lanes16>() : Of<TElement, TTail, Lanes8>();

        static Loops Of<TElement, TTail, TLanes>() where TElement : struct, IElement where TTail : struct, ITail where TLanes : unmanaged, ILanes<TLanes> => new()
        {
            Moments = &NormalizationLoops<TElement, TTail, TLanes>.Moments,
            Apply = &NormalizationLoops<TElement, TTail, TLanes>.Apply,
            GradientSums = &NormalizationLoops<TElement, TTail, TLanes>.GradientSums,
            ApplyGradient = &NormalizationLoops<TElement, TTail, TLanes>.ApplyGradient,
        };
    }
}
