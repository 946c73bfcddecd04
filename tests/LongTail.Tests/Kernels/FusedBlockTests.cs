using LongTail.Kernels;
using LongTail.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Kernels;

/// <summary>A residual block as one function against its layers one after the other.</summary>
public sealed class FusedBlockTests
{
    [Theory, InlineData(3, 16, 9), InlineData(5, 32, 8), InlineData(2, 64, 7), InlineData(2, 128, 6)]
    public void It_is_bit_for_bit_its_layers_in_32_bits(int batch, int channels, int side)
    {
        LoopsNeeded.OrSkip();
        using var scope = NewDisposeScope();
        Block one = new(batch, channels, side, ScalarType.Float32), other = new(batch, channels, side, ScalarType.Float32);
        Dictionary<string, Tensor> found = one.Run(FusedBlock.Apply), expected = other.Run(Layers);
        foreach ((string name, Tensor value) in expected)
            Assert.True(value.eq(found[name]).all().item<bool>(), $"{name} differs by {(value - found[name]).abs().max().item<float>()}.");
    }

    [Theory, InlineData(3, 16, 9), InlineData(5, 32, 8), InlineData(2, 64, 7)]
    public void In_bfloat16_the_sum_of_gradients_is_rounded_once_instead_of_twice(int batch, int channels, int side)
    {
        LoopsNeeded.OrSkip();
        using var scope = NewDisposeScope();
        Block one = new(batch, channels, side, ScalarType.BFloat16), other = new(batch, channels, side, ScalarType.BFloat16);
        Dictionary<string, Tensor> found = one.Run(FusedBlock.Apply), expected = other.Run(Layers);
        foreach ((string name, Tensor value) in expected)
        {
            if (name != "input") Assert.True(value.eq(found[name]).all().item<bool>(), $"{name} differs.");
            else Assert.True((value - found[name]).abs().max().to(float32).item<float>() <= value.abs().max().to(float32).item<float>() / 100, "The input's gradient differs by more than rounding.");
        }
    }

    [Fact]
    public void Frozen_parts_evaluation_and_images_without_a_gradient_take_the_layers()
    {
        LoopsNeeded.OrSkip();
        using var scope = NewDisposeScope();
        Block block = new(2, 16, 8, ScalarType.Float32);
        Assert.True(block.IsServed());
        using (no_grad()) Assert.False(block.IsServed());
        block.Input.requires_grad = false;
        Assert.False(block.IsServed());
        block.Input.requires_grad = true;
        foreach (Parameter part in (Parameter[])[block.Conv1.weight!, block.Bn1.weight!, block.Bn1.bias!, block.Conv2.weight!, block.Bn2.weight!, block.Bn2.bias!])
        {
            part.requires_grad = false;
            Assert.False(block.IsServed());
            part.requires_grad = true;
        }
        foreach (BatchNorm2d normalization in (BatchNorm2d[])[block.Bn1, block.Bn2])
        {
            normalization.eval();
            Assert.False(block.IsServed());
            normalization.train();
        }
        Assert.True(block.IsServed());
    }

    /// <summary>Seen by how the gradient of the input is rounded.</summary>
    [Fact]
    public void The_networks_use_it_where_the_shape_stays()
    {
        LoopsNeeded.OrSkip();
        Assert.SkipWhen(KernelSupport.HasMatrixTiles, "libtorch computes the convolutions in bfloat16 here.");
        using var scope = NewDisposeScope();
        foreach (nn.Module<Tensor, Tensor> block in (nn.Module<Tensor, Tensor>[])[new ResidualBlock(16, 16, 1, new(0), "same"), new BasicBlock(16, 16, 1, new(0), "alike")])
        {
            foreach (Parameter weight in block.parameters())
                if (weight.dim() == 4)
                    using (no_grad()) weight.set_(ChannelsLast.Of(weight));
            Dictionary<string, nn.Module> parts = block.named_modules().ToDictionary(part => part.name, part => part.module);
            (Conv2d conv1, BatchNorm2d bn1, Conv2d conv2, BatchNorm2d bn2) = ((Conv2d)parts["conv1"], (BatchNorm2d)parts["bn1"], (Conv2d)parts["conv2"], (BatchNorm2d)parts["bn2"]);
            Tensor found = GradientOf(block.forward), whole = GradientOf(input => FusedBlock.Apply(input, conv1, bn1, conv2, bn2)), layers = GradientOf(input => Layers(input, conv1, bn1, conv2, bn2));
            Assert.True(found.eq(whole).all().item<bool>());
            Assert.False(found.eq(layers).all().item<bool>());
            block.Dispose();
        }

        static Tensor GradientOf(Func<Tensor, Tensor> forward)
        {
            Tensor images = ChannelsLast.Of(Waves.Of([2, 16, 8, 8], 0.7)).to(ScalarType.BFloat16).requires_grad_();
            forward(images).backward([ChannelsLast.Of(Waves.Of([2, 16, 8, 8], 1.3)).to(ScalarType.BFloat16)]);
            return images.grad!;
        }
    }

    [Fact]
    public void No_tensor_is_left_behind_when_the_step_is_over()
    {
        LoopsNeeded.OrSkip();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int step = 0; step < 3; step++)
        {
            using var scope = NewDisposeScope();
            Block block = new(2, 16, 8, ScalarType.Float32);
            block.Run(FusedBlock.Apply);
            block.Dispose();
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    static Tensor Layers(Tensor input, Conv2d conv1, BatchNorm2d bn1, Conv2d conv2, BatchNorm2d bn2) =>
        FusedNormalization.Apply(WinogradConvolution.Apply(conv2, FusedNormalization.Apply(WinogradConvolution.Apply(conv1, input), bn1, null)), bn2, input);

    sealed class Block : IDisposable
    {
        public Block(int batch, int channels, int side, ScalarType type)
        {
            (Conv1, Conv2) = (Convolution(channels, 0.91), Convolution(channels, 0.77));
            (Bn1, Bn2) = (nn.BatchNorm2d(channels), nn.BatchNorm2d(channels));
            Input = ChannelsLast.Of(Waves.Of([batch, channels, side, side], 0.7)).to(type).requires_grad_();
            Gradient = ChannelsLast.Of(Waves.Of([batch, channels, side, side], 1.3)).to(type);
        }

        public Conv2d Conv1 { get; }

        public Conv2d Conv2 { get; }

        public BatchNorm2d Bn1 { get; }

        public BatchNorm2d Bn2 { get; }

        public Tensor Input { get; }

        Tensor Gradient { get; }

        public bool IsServed() => FusedBlock.Serves(Input, Conv1, Bn1, Conv2, Bn2);

        public Dictionary<string, Tensor> Run(Func<Tensor, Conv2d, BatchNorm2d, Conv2d, BatchNorm2d, Tensor> forward)
        {
            Tensor output = forward(Input, Conv1, Bn1, Conv2, Bn2);
            output.backward([Gradient]);
            return new()
            {
                ["output"] = output.detach(),
                ["input"] = Input.grad!,
                ["first weight"] = Conv1.weight!.grad!,
                ["first gain"] = Bn1.weight!.grad!,
                ["first offset"] = Bn1.bias!.grad!,
                ["second weight"] = Conv2.weight!.grad!,
                ["second gain"] = Bn2.weight!.grad!,
                ["second offset"] = Bn2.bias!.grad!,
                ["first running mean"] = Bn1.running_mean!,
                ["second running variance"] = Bn2.running_var!,
            };
        }

        public void Dispose()
        {
            foreach (nn.Module part in (nn.Module[])[Conv1, Conv2, Bn1, Bn2]) part.Dispose();
        }

        static Conv2d Convolution(int channels, double step)
        {
            Conv2d layer = nn.Conv2d(channels, channels, 3, padding: 1, bias: false);
            using (no_grad()) layer.weight!.set_(ChannelsLast.Of(Waves.Of([channels, channels, 3, 3], step) * 0.1));
            return layer;
        }
    }
}
