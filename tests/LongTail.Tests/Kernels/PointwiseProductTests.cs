using LongTail.Kernels;
using LongTail.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Kernels;

/// <summary>1 x 1 convolutions as products of matrices, against torch's own in 64 bits, which oneDNN has no part in.</summary>
public sealed class PointwiseProductTests
{
    [Theory]
    [InlineData(256, 1024, 3, 5, 1, false), InlineData(1024, 512, 1, 4, 1, true), InlineData(512, 2048, 2, 7, 1, false)]
    [InlineData(512, 1024, 2, 5, 2, false), InlineData(1024, 2048, 1, 4, 2, false), InlineData(1024, 256, 2, 3, 1, true), InlineData(256, 512, 2, 4, 2, false), InlineData(3, 5, 1, 1, 1, true)]
    public void Output_and_all_gradients_equal_torchs_own(int channels, int outputs, int batch, int side, int stride, bool bias)
    {
        using var scope = NewDisposeScope();
        using Conv2d layer = Layer(channels, outputs, stride, bias), exact = Layer(channels, outputs, stride, bias);
        exact.to(float64);
        Tensor input = Waves.Of([batch, side, side, channels], 0.7).permute(0, 3, 1, 2).requires_grad_();
        Tensor exactInput = input.detach().to(float64).requires_grad_();

        Assert.True(PointwiseProduct.Serves(layer));
        Tensor output = PointwiseProduct.Apply(layer, input), expected = exact.forward(exactInput), gradient = Waves.Of(expected.shape, 1.3);
        output.backward([gradient]);
        expected.backward([gradient.to(float64)]);

        Assert.Equal(expected.shape, output.shape);
        Assert.True(PixelRows.IsChannelsLast(output), $"strides {string.Join(", ", output.stride())}");
        TensorAssert.Close(expected, output.to(float64), 1e-5, 0);
        TensorAssert.Close(exactInput.grad!, input.grad!.to(float64), 1e-5, 0);
        TensorAssert.Close(exact.weight!.grad!, layer.weight!.grad!.to(float64), 1e-4, 0);
        if (bias) TensorAssert.Close(exact.bias!.grad!, layer.bias!.grad!.to(float64), 1e-4, 0);
    }

    [Fact]
    public void Sixteen_bits_round_the_weight_and_give_it_a_gradient_of_32()
    {
        using var scope = NewDisposeScope();
        using Conv2d layer = Layer(256, 1024, 1, false);
        Tensor input = Waves.Of([2, 3, 3, 256], 0.7).permute(0, 3, 1, 2).to(bfloat16);
        Tensor output = PointwiseProduct.Apply(layer, input);
        Assert.Equal(ScalarType.BFloat16, output.dtype);
        output.to(float32).sum().backward();
        Assert.Equal(ScalarType.Float32, layer.weight!.grad!.dtype);
        Assert.Equal(layer.weight.shape, layer.weight.grad.shape);
        Tensor expected = nn.functional.conv2d(input.to(float64), layer.weight.to(bfloat16).to(float64));
        TensorAssert.Close(expected, output.to(float64), 0.02, 0.01);
    }

    [Fact]
    public void Other_convolutions_are_left_alone()
    {
        using var scope = NewDisposeScope();
        Assert.False(PointwiseProduct.Serves(nn.Conv2d(256, 1024, 3, padding: 1)));
        Assert.False(PointwiseProduct.Serves(nn.Conv2d(256, 1024, 1, padding: 1)));
        Assert.False(PointwiseProduct.Serves(nn.Conv2d(1024, 1024, 1, groups: 4)));
        Assert.Equal(!KernelSupport.TellsCaches, PointwiseProduct.Replaces(Layer(256, 1024, 1, false), zeros(1, 256, 2, 2)));
    }

    // On a processor that hides its caches this ends the process where the product is not used.
    [Theory, InlineData(Precision.Float32), InlineData(Precision.BFloat16)]
    public void A_resnet_50_goes_forward_and_back(Precision precision)
    {
        using var scope = NewDisposeScope();
        using Network network = new ImageNetResNet { Depth = 50, Precision = precision }.Build(3, 4, new(1));
        Tensor loss = network.forward(Waves.Of([2, 3, 64, 64], 0.3)).square().mean();
        loss.backward();
        Assert.True(double.IsFinite(loss.item<float>()));
        Assert.All(network.parameters(), parameter => Assert.True(parameter.grad!.isfinite().all().item<bool>()));
    }

    static Conv2d Layer(int channels, int outputs, int stride, bool bias)
    {
        Conv2d layer = nn.Conv2d(channels, outputs, 1, stride: stride, bias: bias);
        using IDisposable noGradient = no_grad();
        layer.weight!.copy_(Waves.Of(layer.weight.shape, 0.9) / Math.Sqrt(channels));
        layer.bias?.copy_(Waves.Of(layer.bias.shape, 0.4));
        return layer;
    }
}
