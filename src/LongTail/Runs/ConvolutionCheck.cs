using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Runs;

/// <summary>Computes convolutions as networks do on this processor and compares output and gradients with plain ones in 64 bits.</summary>
/// <remarks>docs/decisions/0018 tells of a processor on which those of libtorch are wrong.</remarks>
public static class ConvolutionCheck
{
    // What rounding comes to is some 2e-5 and 2e-3; a wrong convolution was off by 0.1 and more.
    const double SingleTolerance = 1e-3, BFloatTolerance = 2e-2;
    const int Images = 2;

    // Channels in and out, side of the kernel, stride, groups, side of the images.
    static readonly ImmutableArray<(int In, int Out, int Kernel, int Stride, int Groups, int Side)> s_layers =
    [
        (3, 16, 3, 1, 1, 32), (16, 16, 3, 1, 1, 32), (32, 32, 3, 1, 1, 16), (128, 128, 3, 1, 1, 7), (32, 64, 3, 2, 1, 16), (3, 64, 7, 2, 1, 64), (1, 2, 3, 1, 1, 28), (2, 4, 3, 2, 1, 28), (8, 8, 3, 1, 1, 8), (64, 64, 3, 1, 1, 16), (256, 512, 3, 2, 1, 4), (256, 256, 3, 1, 32, 8),
        (64, 256, 1, 1, 1, 16), (256, 64, 1, 1, 1, 16), (64, 128, 1, 2, 1, 16), (256, 512, 1, 2, 1, 4), (1024, 256, 1, 1, 1, 4), (256, 1024, 1, 1, 1, 4), (512, 2048, 1, 1, 1, 2),
    ];

    /// <summary>Layers of every kind that the networks have, in 32 bits and in bfloat16.</summary>
    /// <returns>The largest difference of each; all within their tolerance.</returns>
    /// <exception cref="PlatformException">Something else than convolutions comes out.</exception>
    public static ImmutableArray<StepDifference> Run()
    {
        ImmutableArray<StepDifference> differences =
        [
            new("fp32", s_layers.Max(layer => Difference(layer, ScalarType.Float32, MixedPrecision.Convolve)), SingleTolerance),
            new("bf16", s_layers.Max(layer => Difference(layer, ScalarType.BFloat16, MixedPrecision.Convolve)), BFloatTolerance),
        ];
        Require(differences);
        return differences;
    }

    internal static void Require(ImmutableArray<StepDifference> differences)
    {
        StepDifference[] beyond = [.. differences.Where(part => !(part.Relative <= part.Tolerance))];
        if (beyond.Length > 0)
            throw new PlatformException($"Found convolutions on this processor that differ from those computed in 64 bits: {string.Join(", ", beyond.Select(part => part.ToString()))}. "
                + "Do not train on it in that precision; another libtorch (LONGTAIL_LIBTORCH) or another kind of virtual machine may help.");
    }

    /// <summary>Of a layer's output and the gradients of input and weight the largest distance, relative to the norm of what is right.</summary>
    internal static double Difference((int In, int Out, int Kernel, int Stride, int Groups, int Side) layer, ScalarType type, Func<Conv2d, Tensor, Tensor> convolve)
    {
        using DisposeScope scope = NewDisposeScope();
        using Conv2d tested = nn.Conv2d(layer.In, layer.Out, layer.Kernel, stride: layer.Stride, padding: layer.Kernel / 2, groups: layer.Groups, bias: false);
        tested.weight = new Parameter((Waves([layer.Out, layer.Kernel, layer.Kernel, layer.In / layer.Groups], 0.9) / Math.Sqrt(layer.In)).to(type).to(float32).permute(0, 3, 1, 2));

        bool ofInput = layer.In is not (1 or 3);   // images are given no gradient
        Tensor input = Waves([Images, layer.Side, layer.Side, layer.In], 0.7).permute(0, 3, 1, 2).to(type).requires_grad_(ofInput);
        Tensor rightInput = input.detach().to(float64).contiguous().requires_grad_(ofInput), rightWeight = tested.weight.detach().to(float64).contiguous().requires_grad_();
        Tensor right = nn.functional.conv2d(rightInput, rightWeight, strides: tested.stride, padding: tested.padding, groups: layer.Groups);
        Tensor output = convolve(tested, input), gradient = Waves(right.shape, 1.3).to(type);
        right.backward([gradient.to(float64)]);
        output.backward([gradient]);
        (Tensor Right, Tensor Found)[] compared = [(right, output), (rightWeight.grad!, tested.weight.grad!), .. ofInput ? [(rightInput.grad!, input.grad!)] : Array.Empty<(Tensor, Tensor)>()];
        return compared.Max(pair => ((pair.Found.detach().to(float64) - pair.Right.detach()).norm() / pair.Right.detach().norm()).item<double>());
    }

    static Tensor Waves(long[] shape, double step) => (arange(shape.Aggregate((a, b) => a * b), dtype: float64) * step).sin().reshape(shape).to(float32);
}
