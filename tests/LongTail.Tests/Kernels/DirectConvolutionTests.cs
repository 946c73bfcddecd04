using LongTail.Kernels;
using LongTail.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Kernels;

/// <summary>Our own convolution against torch's in 64 bits.</summary>
public sealed class DirectConvolutionTests
{
    public static TheoryData<int, int, int, int> Shapes => new()
    {
        { 2, 16, 32, 32 }, { 17, 16, 5, 16 }, { 1, 16, 1, 17 }, { 3, 16, 2, 28 }, { 33, 16, 3, 31 },
        { 2, 32, 16, 16 }, { 17, 32, 5, 8 }, { 1, 32, 1, 9 }, { 3, 32, 2, 14 }, { 33, 32, 3, 15 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Output_and_both_gradients_equal_torchs_own(int batch, int channels, int height, int width)
    {
        SkipWithoutSupport();
        using var scope = NewDisposeScope();
        using Conv2d layer = Layer(channels), exact = Layer(channels);
        exact.to(float64);
        (Tensor input, Tensor gradient) = (Values(batch, channels, height, width, 0.7).requires_grad_(), Values(batch, channels, height, width, 1.3));
        Tensor exactInput = input.detach().to(float64).requires_grad_();

        Assert.True(DirectConvolution.Serves(layer, input));
        Tensor output = DirectConvolution.Apply(layer, input), expected = exact.forward(exactInput);
        output.backward([gradient]);
        expected.backward([gradient.to(float64)]);

        Near("output", expected, output);
        Near("input's gradient", exactInput.grad!, input.grad!);
        Near("weight's gradient", exact.weight!.grad!, layer.weight!.grad!, 2e-5);
        Assert.True(PixelRows.IsChannelsLast(output));
        using (no_grad()) Assert.True(DirectConvolution.Apply(layer, input).eq(output).all().item<bool>(), "The output differs between training and evaluation.");
    }

    [Theory, InlineData(16), InlineData(32)]
    public void Any_number_of_threads_gives_the_same_bits(int channels)
    {
        SkipWithoutSupport();
        using var scope = NewDisposeScope();
        using Conv2d layer = Layer(channels);
        int before = get_num_threads();
        Tensor[]? one = null;
        try
        {
            foreach (int threads in (int[])[1, 2, 3, 5])
            {
                set_num_threads(threads);
                layer.weight!.grad = null;
                Tensor input = Values(13, channels, 9, 18, 0.7).requires_grad_();
                Tensor output = DirectConvolution.Apply(layer, input);
                output.backward([Values(13, channels, 9, 18, 1.3)]);
                Tensor[] found = [output.detach(), input.grad!, layer.weight!.grad!.clone()];
                one ??= found;
                for (int i = 0; i < found.Length; i++) Assert.True(one[i].eq(found[i]).all().item<bool>(), $"Tensor {i} differs between 1 and {threads} threads.");
            }
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void Only_the_gradients_that_are_asked_for_are_computed()
    {
        SkipWithoutSupport();
        using var scope = NewDisposeScope();
        using Conv2d layer = Layer(16);
        Tensor input = Values(2, 16, 4, 16, 0.7);
        DirectConvolution.Apply(layer, input).sum().backward();
        Assert.Null(input.grad);
        Assert.NotNull(layer.weight!.grad);

        using Conv2d frozen = Layer(16);
        frozen.weight!.requires_grad = false;
        Tensor asked = Values(2, 16, 4, 16, 0.7).requires_grad_();
        DirectConvolution.Apply(frozen, asked).sum().backward();
        Assert.NotNull(asked.grad);
        Assert.Null(frozen.weight!.grad);
    }

    [Fact]
    public void Other_layers_types_and_layouts_are_left_to_torch()
    {
        SkipWithoutSupport();
        using var scope = NewDisposeScope();
        Tensor input = Values(2, 16, 8, 16, 0.7);
        Assert.False(DirectConvolution.Serves(Layer(16), input.contiguous()));
        Assert.False(DirectConvolution.Serves(Layer(16), input.to(float64)));
        Assert.False(DirectConvolution.Serves(Layer(16), input.to(ScalarType.BFloat16)));
        Assert.False(DirectConvolution.Serves(Layer(16), Values(2, 16, 8, 15, 0.7)));
        Assert.False(DirectConvolution.Serves(Layer(48), Values(2, 48, 8, 16, 0.7)));
        Assert.False(DirectConvolution.Serves(Laid(nn.Conv2d(16, 16, 3, stride: 2, padding: 1, bias: false)), input));
        Assert.False(DirectConvolution.Serves(Laid(nn.Conv2d(16, 16, 3, padding: 1, bias: true)), input));
        Assert.False(DirectConvolution.Serves(Laid(nn.Conv2d(16, 16, 3, padding: 2, dilation: 2, bias: false)), input));
        Assert.False(DirectConvolution.Serves(Laid(nn.Conv2d(16, 32, 3, padding: 1, bias: false)), input));
        Assert.False(DirectConvolution.Serves(Laid(nn.Conv2d(16, 16, 1, bias: false)), input));
        Assert.False(DirectConvolution.Serves(Laid(nn.Conv2d(16, 16, 3, padding: 1, groups: 2, bias: false)), input));
        Assert.False(DirectConvolution.Serves(nn.Conv2d(16, 16, 3, padding: 1, bias: false), input));
    }

    [Fact]
    public void No_tensor_is_left_behind_when_the_step_is_over()
    {
        SkipWithoutSupport();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int step = 0; step < 3; step++)
        {
            using var scope = NewDisposeScope();
            using Conv2d layer = Layer(16);
            DirectConvolution.Apply(layer, Values(2, 16, 4, 16, 0.7).requires_grad_()).sum().backward();
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    static void SkipWithoutSupport() => Assert.SkipUnless(KernelSupport.IsPresent, "This processor has no 512-bit vectors, or libtorch is not built with GNU OpenMP: torch's own operations are used.");

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

    static void Near(string name, Tensor expected, Tensor found, double relative = 2e-6)
    {
        double difference = (expected - found.to(float64)).abs().max().item<double>(), largest = expected.abs().max().item<double>();
        Assert.True(difference <= relative * largest, $"{name}: found a difference of {difference}, expected {relative * largest} at most.");
    }
}
