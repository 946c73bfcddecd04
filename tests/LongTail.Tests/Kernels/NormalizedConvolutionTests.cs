using LongTail.Kernels;
using LongTail.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Kernels;

/// <summary>A convolution that finishes its outputs, against the convolution and the normalisation one after the other, and in bfloat16 against 64 bits.</summary>
public sealed class NormalizedConvolutionTests
{
    // As of the convolution alone: of the largest sum of magnitudes.
    const double LargeTiles = 5e-6, HalfOfTheLastPlace = 1 / 256.0;

    // With sides that are multiples of 2 and 4, that are none, and that are smaller than a tile.
    public static TheoryData<int, int, int, int, bool> Shapes => new(
        from shape in ((int, int, int, int)[])[(2, 16, 32, 32), (17, 16, 5, 16), (33, 16, 3, 31), (2, 32, 16, 16), (1, 32, 2, 9), (5, 32, 2, 1), (40, 64, 8, 8), (17, 64, 7, 7), (2, 128, 4, 4), (1, 128, 10, 3)]
        from withResidual in (bool[])[false, true]
        select (shape.Item1, shape.Item2, shape.Item3, shape.Item4, withResidual));

    [Theory, MemberData(nameof(Shapes))]
    public void In_32_bits_the_bits_are_those_of_one_after_the_other(int batch, int channels, int height, int width, bool withResidual)
    {
        LoopsNeeded.OrSkip();
        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        (Conv2d layer, BatchNorm2d normalization) = Layers(channels);
        Tensor input = Values(batch, channels, height, width, 0.7);
        Tensor? residual = withResidual ? Values(batch, channels, height, width, 1.3) : null;
        Assert.True(NormalizedConvolution.Serves(layer, input, normalization, residual));
        Tensor output = NormalizedConvolution.Apply(layer, input, normalization, residual);
        Assert.True(PixelRows.IsChannelsLast(output));
        Assert.True(output.eq(0).any().item<bool>() && output.gt(0).any().item<bool>());
        Assert.True(NormalizedRelu.Apply(WinogradConvolution.Apply(layer, input), normalization, residual).eq(output).all().item<bool>());
        Assert.True(output.eq(MixedPrecision.ConvolveToRelu(layer, input, normalization, residual)).all().item<bool>());
    }

    [Theory, MemberData(nameof(Shapes))]
    public void In_bfloat16_outputs_are_rounded_once(int batch, int channels, int height, int width, bool withResidual)
    {
        LoopsNeeded.OrSkip();
        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        (Conv2d layer, BatchNorm2d normalization) = Layers(channels);
        Tensor input = Values(batch, channels, height, width, 0.7).to(bfloat16), weight = layer.weight!.to(bfloat16).to(float64);
        Tensor? residual = withResidual ? Values(batch, channels, height, width, 1.3).to(bfloat16) : null;
        Tensor scale = (normalization.weight!.to(float64) / (normalization.running_var!.to(float64) + normalization.eps).sqrt()).view(1, -1, 1, 1);
        Tensor shift = normalization.bias!.to(float64).view(1, -1, 1, 1) - normalization.running_mean!.to(float64).view(1, -1, 1, 1) * scale;
        Tensor exact = nn.functional.conv2d(input.to(float64), weight, padding: [1, 1]) * scale + shift;
        if (residual is not null) exact += residual.to(float64);
        exact = exact.relu();
        Tensor magnitude = nn.functional.conv2d(input.to(float64).abs(), weight.abs(), padding: [1, 1]).max() * scale.abs();

        Tensor output = NormalizedConvolution.Apply(layer, input, normalization, residual);

        Assert.Equal(bfloat16, output.dtype);
        Tensor excess = (output.to(float64) - exact).abs() - HalfOfTheLastPlace * exact - LargeTiles * magnitude;
        Assert.True(excess.max().item<double>() <= 0, $"{excess.max().item<double>()} beyond what rounding once explains.");
    }

    [Theory, InlineData(16), InlineData(64)]
    public void Threads_and_places_in_the_batch_change_no_bit(int channels)
    {
        LoopsNeeded.OrSkip();
        int before = get_num_threads();
        try
        {
            foreach (ScalarType type in (ScalarType[])[ScalarType.Float32, ScalarType.BFloat16])
            {
                using var scope = NewDisposeScope();
                using IDisposable noGradient = no_grad();
                (Conv2d layer, BatchNorm2d normalization) = Layers(channels);
                (Tensor images, Tensor residual) = (Values(37, channels, 7, 10, 0.7).to(type), Values(37, channels, 7, 10, 1.3).to(type));
                set_num_threads(1);
                Tensor one = NormalizedConvolution.Apply(layer, images, normalization, residual);
                set_num_threads(3);
                Assert.True(NormalizedConvolution.Apply(layer, images, normalization, residual).eq(one).all().item<bool>(), $"{type}: threads");
                Assert.True(NormalizedConvolution.Apply(layer, ChannelsLast.Of(images[5..]), normalization, ChannelsLast.Of(residual[5..])).eq(one[5..]).all().item<bool>(), $"{type}: places");
            }
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void Training_gradients_and_other_layers_take_the_other_way()
    {
        LoopsNeeded.OrSkip();
        using var scope = NewDisposeScope();
        (Conv2d layer, BatchNorm2d normalization) = Layers(16);
        Tensor input = Values(2, 16, 4, 8, 0.7);
        Assert.False(NormalizedConvolution.Serves(layer, input, normalization, null));
        Tensor output = MixedPrecision.ConvolveToRelu(layer, input, normalization);
        Assert.True(output.requires_grad);
        using IDisposable noGradient = no_grad();
        Assert.True(NormalizedConvolution.Serves(layer, input, normalization, input));
        TensorAssert.Close(output, MixedPrecision.ConvolveToRelu(layer, input, normalization), 1e-5, 1e-5);   // there by torch's normalisation
        Assert.False(NormalizedConvolution.Serves(layer, input, normalization, input.contiguous()));
        Assert.False(NormalizedConvolution.Serves(nn.Conv2d(16, 16, 3, stride: 2, padding: 1, bias: false), input, normalization, null));
        Assert.False(NormalizedConvolution.Serves(layer, input, Layers(32).Item2, null));
        normalization.train();
        Assert.False(NormalizedConvolution.Serves(layer, input, normalization, null));
    }

    static (Conv2d, BatchNorm2d) Layers(int channels)
    {
        Conv2d layer = nn.Conv2d(channels, channels, 3, padding: 1, bias: false);
        BatchNorm2d normalization = nn.BatchNorm2d(channels);
        using (no_grad())
        {
            layer.weight!.copy_(Waves.Of(layer.weight.shape, 0.91).mul(0.1));
            layer.weight.set_(ChannelsLast.Of(layer.weight));
            normalization.weight!.copy_(linspace(-0.5, 2, channels));
            normalization.bias!.copy_(linspace(1, -1, channels));
            normalization.running_mean!.copy_(linspace(-1, 1, channels));
            normalization.running_var!.copy_(linspace(0.1, 3, channels));
        }
        normalization.eval();
        return (layer, normalization);
    }

    static Tensor Values(int batch, int channels, int height, int width, double step) => ChannelsLast.Of(Waves.Of([batch, channels, height, width], step));
}
