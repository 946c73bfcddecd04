using LongTail.Foundation;
using LongTail.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Networks;

/// <summary>The network whose last block exists twice.</summary>
public sealed class BilateralTests : IDisposable
{
    readonly DisposeScope _scope = NewDisposeScope();
    readonly List<Network> _networks = [];

    public void Dispose()
    {
        foreach (Network network in _networks) network.Dispose();
        _scope.Dispose();
    }

    // A block of the last stage has two convolutions of 64 x 64 x 9 (the first of 32 x 64 x 9 where it is the stage's only one) and two batch norms of
    // 2 x 64; the head has 64 more columns.
    [Theory]
    [InlineData(8, 32 * 64 * 9 + 64 * 64 * 9), InlineData(14, 2 * 64 * 64 * 9), InlineData(32, 2 * 64 * 64 * 9)]
    public void It_has_one_more_block_and_twice_the_head(int depth, int convolutions)
    {
        long plain = Parameters(Built(new CifarResNet { Depth = depth })), bilateral = Parameters(Built(new CifarResNet { Depth = depth, Bilateral = true }));
        Assert.Equal(plain + convolutions + 4 * 64 + 64 * 10, bilateral);
    }

    [Fact]
    public void Its_names_are_those_of_the_published_code()
    {
        string[] names = [.. Built(new CifarResNet { Depth = 14, Bilateral = true }).named_parameters().Select(parameter => parameter.name)];
        Assert.Contains("layer3.0.conv1.weight", names);
        Assert.DoesNotContain("layer3.1.conv1.weight", names);
        foreach (string branch in (string[])["cb_block", "rb_block"])
            foreach (string part in (string[])["conv1.weight", "bn1.weight", "bn1.bias", "conv2.weight", "bn2.weight", "bn2.bias"]) Assert.Contains($"{branch}.{part}", names);
        Assert.Equal("resnet14-bilateral", new CifarResNet { Depth = 14, Bilateral = true }.Label);
    }

    [Theory, InlineData(8), InlineData(14)]
    public void Its_features_are_those_of_the_first_branch_and_then_the_seconds(int depth)
    {
        Network network = Built(Small(depth));
        network.eval();
        IBilateral branches = (IBilateral)network;
        Tensor features = network.Features(Images);
        Assert.Equal([4, 16], features.shape);
        TensorAssert.Close(branches.ConventionalFeatures(Images), features.narrow(1, 0, 8), 0, 0);
        TensorAssert.Close(branches.RebalancingFeatures(Images), features.narrow(1, 8, 8), 0, 0);
        Assert.False(features.narrow(1, 0, 8).equal(features.narrow(1, 8, 8)).all().item<bool>(), "The branches began with the same weights.");
    }

    [Theory, InlineData(8), InlineData(14)]
    public void With_equal_blocks_both_branches_see_the_plain_network(int depth)
    {
        Network network = Built(Small(depth)), plain = Built(Small(depth) with { Bilateral = false });
        string last = depth == 8 ? "layer3.0" : "layer3.1";
        using (no_grad())
            foreach ((string name, Tensor entry) in plain.state_dict().Where(pair => !pair.Key.StartsWith("linear.", StringComparison.Ordinal)))
                foreach (string into in name.StartsWith(last, StringComparison.Ordinal) ? (string[])[name.Replace(last, "cb_block", StringComparison.Ordinal), name.Replace(last, "rb_block", StringComparison.Ordinal)] : [name])
                    network.state_dict()[into].copy_(entry);
        network.eval();
        plain.eval();
        Tensor expected = plain.Features(Images);
        TensorAssert.Close(cat([expected, expected], 1), network.Features(Images), 0, 0);
    }

    [Fact]
    public void A_branch_trains_itself_and_the_trunk_and_not_the_other_branch()
    {
        Network network = Built(Small(14));
        ((IBilateral)network).ConventionalFeatures(Images).square().sum().backward();
        Dictionary<string, Parameter> parameters = network.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        Assert.All(parameters, pair => Assert.Equal(!pair.Key.StartsWith("rb_block", StringComparison.Ordinal) && !pair.Key.StartsWith("linear.", StringComparison.Ordinal), pair.Value.grad is not null));
    }

    [Fact]
    public void Moments_of_the_trunk_come_from_both_streams_and_those_of_a_branch_from_its_own()
    {
        Network network = Built(Small(14));
        ((IBilateral)network).ConventionalFeatures(Images);
        ((IBilateral)network).RebalancingFeatures(Images);
        Dictionary<string, Tensor> state = network.state_dict();
        foreach ((string name, Tensor batches) in state.Where(pair => pair.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)))
            Assert.Equal(name.Contains("_block", StringComparison.Ordinal) ? 1 : 2, batches.item<long>());
        Assert.Equal(1 + 4 + 4 + 2 + 2 + 2, state.Keys.Count(name => name.EndsWith("running_mean", StringComparison.Ordinal)));
    }

    [Fact]
    public void In_bf16_features_are_32_bit_and_near_those_of_fp32()
    {
        Network exact = Built(Small(14)), rounded = Built(Small(14) with { Precision = Precision.BFloat16 });
        Tensor expected = exact.Features(Images), found = rounded.Features(Images);
        Assert.Equal(ScalarType.Float32, found.dtype);
        Assert.InRange(((expected - found).norm() / expected.norm()).item<float>(), 1e-6, 0.03);
        found.sum().backward();
        Assert.All(rounded.named_parameters().Where(pair => !pair.name.StartsWith("linear.", StringComparison.Ordinal)), pair => Assert.Equal(ScalarType.Float32, pair.parameter.grad!.dtype));
    }

    [Fact]
    public void It_has_no_attention_and_no_embedding() =>
        Assert.Contains("one or the other", Assert.Throws<RecipeException>(() => (Small(8) with { Embedding = true }).Build(3, 10, new(0))).Message, StringComparison.Ordinal);

    static CifarResNet Small(int depth) => new() { Depth = depth, Width = 2, Bilateral = true };

    static Tensor Images => arange(4 * 3 * 64, dtype: float32).mul(0.37).sin().reshape(4, 3, 8, 8);

    static long Parameters(Network network) => network.parameters().Sum(parameter => parameter.numel());

    Network Built(CifarResNet spec)
    {
        Network network = spec.Build(3, 10, new(5));
        _networks.Add(network);
        ChannelsLast.Apply(network);
        return network;
    }
}
