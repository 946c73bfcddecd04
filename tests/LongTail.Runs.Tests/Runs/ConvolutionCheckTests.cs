using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Runs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Runs;

/// <summary>The look at this processor's convolutions.</summary>
public sealed class ConvolutionCheckTests
{
    [Fact]
    public void Networks_compute_convolutions_here()
    {
        foreach (StepDifference difference in ConvolutionCheck.Run()) Assert.InRange(difference.Relative, 1e-12, difference.Tolerance);
    }

    [Theory, InlineData(ScalarType.Float32), InlineData(ScalarType.BFloat16)]
    public void A_wrong_output_and_a_wrong_gradient_are_found(ScalarType type)
    {
        (int, int, int, int, int, int) layer = (8, 4, 1, 1, 1, 5);
        double limit = type == ScalarType.Float32 ? 1e-3 : 2e-2;
        Assert.InRange(ConvolutionCheck.Difference(layer, type, MixedPrecision.Convolve), 0, limit);
        Assert.InRange(ConvolutionCheck.Difference(layer, type, (convolution, input) => 1.1 * MixedPrecision.Convolve(convolution, input)), limit, 1);
        Assert.InRange(ConvolutionCheck.Difference(layer, type, WithWrongGradient), limit, 1);
    }

    [Theory, InlineData(0.1), InlineData(double.NaN)]
    public void What_is_wrong_is_refused_by_name(double relative) =>
        Assert.Contains("Found convolutions on this processor that differ from those computed in 64 bits: bf16 ",
            Assert.Throws<PlatformException>(() => ConvolutionCheck.Require([new("fp32", 1e-6, 1e-3), new("bf16", relative, 2e-2)])).Message, StringComparison.Ordinal);

    // The same numbers come out, and a gradient of ten percent more.
    static Tensor WithWrongGradient(Conv2d convolution, Tensor input)
    {
        Tensor output = MixedPrecision.Convolve(convolution, input);
        return 1.1 * output - 0.1 * output.detach();
    }
}
