using LongTail.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Kernels;

/// <summary>Convolutions in bfloat16 by way of 32 bits, against torch's own in 64.</summary>
public sealed class WidenedConvolutionTests
{
    // Few channels, Winograd's algorithm, one pixel, groups.
    [Theory, InlineData(3, 2, 3, 1, 1), InlineData(4, 8, 3, 2, 1), InlineData(12, 32, 3, 1, 1), InlineData(16, 16, 3, 1, 1), InlineData(64, 24, 1, 1, 1), InlineData(32, 64, 1, 2, 1), InlineData(32, 32, 3, 2, 8)]
    public void Output_and_gradients_are_those_of_the_rounded_numbers(int channels, int outputs, int side, int stride, int groups)
    {
        using var scope = NewDisposeScope();
        using Conv2d layer = nn.Conv2d(channels, outputs, side, stride: stride, padding: side / 2, groups: groups, bias: false);
        layer.weight = new Parameter(Waves.Of([outputs, side, side, channels / groups], 0.9).permute(0, 3, 1, 2));
        Tensor input = Waves.Of([2, 6, 6, channels], 0.7).permute(0, 3, 1, 2).to(bfloat16).requires_grad_();
        Tensor exactInput = input.detach().to(float64).requires_grad_(), exactWeight = layer.weight.detach().to(bfloat16).to(float64).requires_grad_();

        Tensor output = WidenedConvolution.Apply(layer, input), expected = nn.functional.conv2d(exactInput, exactWeight, strides: layer.stride, padding: layer.padding, groups: groups);
        Tensor gradient = Waves.Of(expected.shape, 1.3).to(bfloat16);
        output.backward([gradient]);
        expected.backward([gradient.to(float64)]);

        Assert.Equal((ScalarType.BFloat16, ScalarType.BFloat16, ScalarType.Float32), (output.dtype, input.grad!.dtype, layer.weight.grad!.dtype));
        TensorAssert.Close(expected, output, 1e-3, 4e-3);   // the rounding of what comes out
        TensorAssert.Close(exactInput.grad!, input.grad, 1e-3, 4e-3);
        TensorAssert.Close(exactWeight.grad!, layer.weight.grad, 1e-3, 1e-4);   // stays in 32 bits
    }

    [Fact]
    public void Convolutions_that_can_be_trusted_are_left_alone_where_there_are_instructions_for_them()
    {
        using var scope = NewDisposeScope();
        Tensor images = zeros(1, 3, 4, 4, dtype: bfloat16), maps = zeros(1, 16, 4, 4, dtype: bfloat16).requires_grad_();
        Assert.False(WidenedConvolution.IsNarrow(nn.Conv2d(3, 16, 3, bias: false), images));                     // no gradient of images is wanted
        Assert.False(WidenedConvolution.IsNarrow(nn.Conv2d(16, 16, 3, bias: false), maps));
        Assert.False(WidenedConvolution.IsNarrow(nn.Conv2d(3, 4, 3, bias: false), images.to(float32)));
        Assert.True(WidenedConvolution.IsNarrow(nn.Conv2d(16, 8, 3, bias: false), maps));
        Assert.Equal(!KernelSupport.TellsCaches || !KernelSupport.HasBFloat16, WidenedConvolution.Replaces(nn.Conv2d(3, 4, 3, bias: false), images));
        Assert.Equal(!KernelSupport.HasBFloat16, WidenedConvolution.Replaces(nn.Conv2d(64, 64, 3, stride: 2, padding: 1, bias: false), maps));
        using Conv2d square = nn.Conv2d(16, 16, 3, padding: 1, bias: false);
        square.weight = new Parameter(ChannelsLastWeight());
        Assert.Equal(!KernelSupport.HasBFloat16 && !KernelSupport.IsPresent, WidenedConvolution.Replaces(square, zeros(1, 4, 4, 16, dtype: bfloat16).permute(0, 3, 1, 2)));
        Assert.Equal(!KernelSupport.HasBFloat16, WidenedConvolution.Replaces(nn.Conv2d(64, 16, 1, bias: false), maps));
    }

    static Tensor ChannelsLastWeight() => Waves.Of([16, 3, 3, 16], 0.9).permute(0, 3, 1, 2);
}
