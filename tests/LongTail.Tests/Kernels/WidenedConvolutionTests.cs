using LongTail.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Kernels;

/// <summary>Convolutions of few channels in bfloat16 by way of 32 bits, against torch's own in 64.</summary>
public sealed class WidenedConvolutionTests
{
    [Theory, InlineData(3, 2, 1), InlineData(4, 8, 2), InlineData(12, 32, 1)]
    public void Output_and_gradients_are_those_of_the_rounded_numbers(int channels, int outputs, int stride)
    {
        using var scope = NewDisposeScope();
        using Conv2d layer = nn.Conv2d(channels, outputs, 3, stride: stride, padding: 1, bias: false);
        layer.weight = new Parameter(Waves.Of([outputs, 3, 3, channels], 0.9).permute(0, 3, 1, 2));
        Tensor input = Waves.Of([2, 6, 6, channels], 0.7).permute(0, 3, 1, 2).to(bfloat16).requires_grad_();
        Tensor exactInput = input.detach().to(float64).requires_grad_(), exactWeight = layer.weight.detach().to(bfloat16).to(float64).requires_grad_();

        Assert.True(WidenedConvolution.Serves(layer, input));
        Tensor output = WidenedConvolution.Apply(layer, input), expected = nn.functional.conv2d(exactInput, exactWeight, strides: layer.stride, padding: layer.padding);
        Tensor gradient = Waves.Of(expected.shape, 1.3).to(bfloat16);
        output.backward([gradient]);
        expected.backward([gradient.to(float64)]);

        Assert.Equal((ScalarType.BFloat16, ScalarType.BFloat16, ScalarType.Float32), (output.dtype, input.grad!.dtype, layer.weight.grad!.dtype));
        TensorAssert.Close(expected, output, 1e-3, 4e-3);   // the rounding of what comes out
        TensorAssert.Close(exactInput.grad!, input.grad, 1e-3, 4e-3);
        TensorAssert.Close(exactWeight.grad!, layer.weight.grad, 1e-3, 4e-3);
    }

    [Fact]
    public void Other_convolutions_are_left_alone()
    {
        using var scope = NewDisposeScope();
        Tensor images = zeros(1, 3, 4, 4, dtype: bfloat16), maps = zeros(1, 16, 4, 4, dtype: bfloat16).requires_grad_();
        Assert.False(WidenedConvolution.Serves(nn.Conv2d(3, 16, 3, bias: false), images));                     // no gradient of images is wanted
        Assert.False(WidenedConvolution.Serves(nn.Conv2d(16, 16, 3, bias: false), maps));
        Assert.False(WidenedConvolution.Serves(nn.Conv2d(3, 4, 3, bias: false), images.to(float32)));
        Assert.True(WidenedConvolution.Serves(nn.Conv2d(16, 8, 3, bias: false), maps));
        Assert.Equal(!KernelSupport.TellsCaches, WidenedConvolution.Replaces(nn.Conv2d(3, 4, 3, bias: false), images));
    }
}
