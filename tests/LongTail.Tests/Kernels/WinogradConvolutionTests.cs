using LongTail.Kernels;
using LongTail.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Kernels;

/// <summary>Our own convolution against torch's in 64 bits.</summary>
public sealed class WinogradConvolutionTests
{
    // Of the largest sum of magnitudes: a few of the last of 24 places, and what the constants up to 8 of the larger tiles make of them.
    const double SmallTiles = 5e-7, LargeTiles = 5e-6;

    // With sides that are multiples of 2 and 4, that are none, and that are smaller than a tile.
    public static TheoryData<int, int, int, int> Shapes => new()
    {
        { 2, 16, 32, 32 }, { 17, 16, 5, 16 }, { 1, 16, 1, 17 }, { 3, 16, 2, 28 }, { 33, 16, 3, 31 }, { 70, 16, 8, 8 }, { 128, 16, 32, 32 },
        { 2, 32, 16, 16 }, { 128, 32, 16, 16 }, { 17, 32, 5, 8 }, { 1, 32, 1, 9 }, { 3, 32, 2, 14 }, { 33, 32, 3, 15 }, { 5, 32, 2, 1 },
        { 2, 64, 8, 8 }, { 128, 64, 8, 8 }, { 17, 64, 7, 7 }, { 1, 64, 2, 1 }, { 3, 64, 14, 6 }, { 40, 64, 8, 8 },
        { 2, 128, 4, 4 }, { 5, 128, 7, 7 }, { 1, 128, 10, 3 }, { 3, 128, 28, 28 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Output_and_both_gradients_equal_torchs_own(int batch, int channels, int height, int width)
    {
        LoopsNeeded.OrSkip();
        foreach (ScalarType type in (ScalarType[])[ScalarType.Float32, ScalarType.BFloat16])
        {
            using var scope = NewDisposeScope();
            using Conv2d layer = Layer(channels);
            (Tensor input, Tensor gradient) = (Values(batch, channels, height, width, 0.7).to(type).requires_grad_(), Values(batch, channels, height, width, 1.3).to(type));
            Exact exact = Exact.Of(input.detach(), layer.weight!.detach().to(type), gradient);

            Assert.True(WinogradConvolution.Fits(layer, input));
            Tensor output = WinogradConvolution.Apply(layer, input);
            output.backward([gradient]);

            // Of what comes out, only images are rounded to bfloat16: by half of the last of their eight places.
            (double rounding, double tolerance) = type == ScalarType.BFloat16 ? (1 / 256.0, LargeTiles) : (0, SmallTiles);
            exact.Output.Near(output, rounding, tolerance);
            exact.OfInput.Near(input.grad!, rounding, tolerance);
            exact.OfWeight.Near(layer.weight!.grad!, 0, tolerance);
            Assert.Equal(ScalarType.Float32, layer.weight.grad!.dtype);
            Assert.True(PixelRows.IsChannelsLast(output));
            using (no_grad()) Assert.True(WinogradConvolution.Apply(layer, input).eq(output).all().item<bool>(), "The output differs between training and evaluation.");
        }
    }

    /// <summary>What rounding to bfloat16 would hide: the larger tiles in 32 bits.</summary>
    [Theory, InlineData(16, 31), InlineData(32, 16), InlineData(64, 7), InlineData(128, 8)]
    public void Larger_tiles_round_less_than_16_bits_do(int channels, int side)
    {
        LoopsNeeded.OrSkip();
        using var scope = NewDisposeScope();
        using Conv2d layer = Layer(channels);
        (Tensor input, Tensor gradient) = (Values(5, channels, side, side, 0.7), Values(5, channels, side, side, 1.3));
        Tensor output = empty_like(input), ofInput = empty_like(input), weight = layer.weight!.detach(), ofWeight = empty_like(weight);
        WinogradLoop loop = WinogradLoop.For<Float32Element, FourByFour>(channels);
        WinogradPass.Forward(input, weight, output, loop);
        WinogradPass.InputGradient(gradient, weight, ofInput, loop);
        WinogradPass.WeightGradient(input, gradient, ofWeight, loop);

        Exact exact = Exact.Of(input, weight, gradient);
        exact.Output.Near(output, 0, LargeTiles);
        exact.OfInput.Near(ofInput, 0, LargeTiles);
        exact.OfWeight.Near(ofWeight, 0, LargeTiles);
    }

    [Theory, InlineData(16), InlineData(32), InlineData(64), InlineData(128)]
    public void Any_number_of_threads_gives_the_same_bits(int channels)
    {
        LoopsNeeded.OrSkip();
        int before = get_num_threads();
        try
        {
            foreach (ScalarType type in (ScalarType[])[ScalarType.Float32, ScalarType.BFloat16])
            {
                using var scope = NewDisposeScope();
                using Conv2d layer = Layer(channels);
                Tensor[]? one = null;
                foreach (int threads in (int[])[1, 2, 3, 5])
                {
                    set_num_threads(threads);
                    layer.weight!.grad = null;
                    Tensor input = Values(40, channels, 9, 18, 0.7).to(type).requires_grad_();
                    Tensor output = WinogradConvolution.Apply(layer, input);
                    output.backward([Values(40, channels, 9, 18, 1.3).to(type)]);
                    Tensor[] found = [output.detach(), input.grad!, layer.weight!.grad!.clone()];
                    one ??= found;
                    for (int i = 0; i < found.Length; i++) Assert.True(one[i].eq(found[i]).all().item<bool>(), $"{type}: tensor {i} differs between 1 and {threads} threads.");
                }
            }
        }
        finally
        {
            set_num_threads(before);
        }
    }

    /// <summary>A teacher's answers are remembered by image, so that an image's output must not depend on its place in the batch.</summary>
    [Theory, InlineData(16), InlineData(32), InlineData(64), InlineData(128)]
    public void An_image_comes_out_the_same_wherever_it_stands(int channels)
    {
        LoopsNeeded.OrSkip();
        foreach (ScalarType type in (ScalarType[])[ScalarType.Float32, ScalarType.BFloat16])
        {
            using var scope = NewDisposeScope();
            using Conv2d layer = Layer(channels);
            using var quiet = no_grad();
            Tensor images = Values(37, channels, 7, 10, 0.7).to(type), all = WinogradConvolution.Apply(layer, images);
            foreach (int start in (int[])[1, 5, 36])
                Assert.True(WinogradConvolution.Apply(layer, ChannelsLast.Of(images[start..])).eq(all[start..]).all().item<bool>(), $"{type}: the images from {start} on come out otherwise by themselves.");
        }
    }

    /// <summary>The optimizer keeps all weights in one buffer, and autograd hands over gradients in any layout.</summary>
    [Fact]
    public void Weights_inside_a_buffer_and_gradients_in_another_layout_serve()
    {
        LoopsNeeded.OrSkip();
        using var scope = NewDisposeScope();
        using Conv2d layer = Layer(32), apart = Layer(32);
        Tensor buffer = zeros(layer.weight!.numel() + 5), inside = buffer[5..].view(32, 3, 3, 32).permute(0, 3, 1, 2);
        using (no_grad())
        {
            inside.copy_(layer.weight);
            layer.weight.set_(inside);
        }
        (Tensor input, Tensor other) = (Values(3, 32, 6, 10, 0.7).requires_grad_(), Values(3, 32, 6, 10, 0.7).requires_grad_());
        Tensor gradient = Values(3, 32, 6, 10, 1.3);
        Assert.True(WinogradConvolution.Fits(layer, input));
        WinogradConvolution.Apply(layer, input).backward([gradient.contiguous()]);
        WinogradConvolution.Apply(apart, other).backward([gradient]);
        Assert.True(input.grad!.eq(other.grad!).all().item<bool>());
        Assert.True(layer.weight.grad!.eq(apart.weight!.grad!).all().item<bool>());
    }

    [Fact]
    public void Only_the_gradients_that_are_asked_for_are_computed()
    {
        LoopsNeeded.OrSkip();
        using var scope = NewDisposeScope();
        using Conv2d layer = Layer(16);
        Tensor input = Values(2, 16, 4, 16, 0.7);
        WinogradConvolution.Apply(layer, input).sum().backward();
        Assert.Null(input.grad);
        Assert.NotNull(layer.weight!.grad);

        using Conv2d frozen = Layer(16);
        frozen.weight!.requires_grad = false;
        Tensor asked = Values(2, 16, 4, 16, 0.7).requires_grad_();
        WinogradConvolution.Apply(frozen, asked).sum().backward();
        Assert.NotNull(asked.grad);
        Assert.Null(frozen.weight!.grad);
    }

    [Fact]
    public void Other_layers_types_and_layouts_are_left_to_torch()
    {
        LoopsNeeded.OrSkip();
        using var scope = NewDisposeScope();
        Tensor input = Values(2, 16, 8, 16, 0.7);
        Assert.True(WinogradConvolution.Serves(Layer(16), input));
        Assert.Equal(!KernelSupport.HasMatrixTiles, WinogradConvolution.Serves(Layer(16), input.to(ScalarType.BFloat16)));
        Assert.False(WinogradConvolution.Serves(Layer(16), input[..0]));
        Assert.False(WinogradConvolution.Serves(Layer(16), input.contiguous()));
        Assert.False(WinogradConvolution.Serves(Layer(16), input.to(float64)));
        Assert.False(WinogradConvolution.Serves(Layer(48), Values(2, 48, 8, 16, 0.7)));
        Assert.False(WinogradConvolution.Serves(Laid(nn.Conv2d(16, 16, 3, stride: 2, padding: 1, bias: false)), input));
        Assert.False(WinogradConvolution.Serves(Laid(nn.Conv2d(16, 16, 3, padding: 1, bias: true)), input));
        Assert.False(WinogradConvolution.Serves(Laid(nn.Conv2d(16, 16, 3, padding: 2, dilation: 2, bias: false)), input));
        Assert.False(WinogradConvolution.Serves(Laid(nn.Conv2d(16, 32, 3, padding: 1, bias: false)), input));
        Assert.False(WinogradConvolution.Serves(Laid(nn.Conv2d(16, 16, 1, bias: false)), input));
        Assert.False(WinogradConvolution.Serves(Laid(nn.Conv2d(16, 16, 3, padding: 1, groups: 2, bias: false)), input));
        Assert.False(WinogradConvolution.Serves(nn.Conv2d(16, 16, 3, padding: 1, bias: false), input));
    }

    [Fact]
    public void No_tensor_is_left_behind_when_the_step_is_over()
    {
        LoopsNeeded.OrSkip();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int step = 0; step < 3; step++)
        {
            using var scope = NewDisposeScope();
            using Conv2d layer = Layer(16);
            WinogradConvolution.Apply(layer, Values(2, 16, 4, 16, 0.7).requires_grad_()).sum().backward();
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    static Conv2d Layer(int channels)
    {
        Conv2d layer = nn.Conv2d(channels, channels, 3, padding: 1, bias: false);
        using (no_grad()) layer.weight!.copy_(arange(layer.weight.numel(), dtype: float32).mul(0.91).sin().mul(0.1).reshape(layer.weight.shape));
        return Laid(layer);
    }

    static Conv2d Laid(Conv2d layer)
    {
        using (no_grad()) layer.weight!.set_(ChannelsLast.Of(layer.weight));
        return layer;
    }

    static Tensor Values(int batch, int channels, int height, int width, double step) =>
        ChannelsLast.Of(arange((long)batch * channels * height * width, dtype: float64).mul(step).sin().to(float32).reshape(batch, channels, height, width));

    // torch's own convolution in 64 bits.
    sealed record Exact(Right Output, Right OfInput, Right OfWeight)
    {
        public static Exact Of(Tensor input, Tensor weight, Tensor gradient)
        {
            Tensor[] right = Run(input, weight, gradient), magnitudes = Run(input.abs(), weight.abs(), gradient.abs());
            return new(new("output", right[0], magnitudes[0]), new("input's gradient", right[1], magnitudes[1]), new("weight's gradient", right[2], magnitudes[2]));
        }

        static Tensor[] Run(Tensor input, Tensor weight, Tensor gradient)
        {
            (Tensor x, Tensor w) = (input.to(float64).requires_grad_(), weight.to(float64).requires_grad_());
            Tensor output = nn.functional.conv2d(x, w, padding: [1, 1]);
            output.backward([gradient.to(float64)]);
            return [output.detach(), x.grad!, w.grad!];
        }
    }

    // A sum and the sum of its terms' magnitudes, which rounding is measured by.
    sealed record Right(string Name, Tensor Value, Tensor Magnitude)
    {
        public void Near(Tensor found, double rounding, double tolerance)
        {
            Tensor allowed = rounding * Value.abs() + tolerance * Magnitude.max();
            double beyond = ((Value - found.to(float64)).abs() / allowed).max().item<double>();
            Assert.True(beyond <= 1, $"{Name}: found a difference of {beyond} times what is allowed.");
        }
    }
}
