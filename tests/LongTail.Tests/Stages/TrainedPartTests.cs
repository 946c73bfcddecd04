using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Stages;
using LongTail.Tests.Methods;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Stages;

public sealed class TrainedPartTests : IDisposable
{
    static readonly Dictionary<string, NetworkSpec> _specs = new()
    {
        ["small"] = new CifarResNet { Depth = 14, Width = 2 },
        ["small with attention"] = new CifarResNet { Depth = 8, Width = 2, Attention = new(8, 8), Embedding = true },
        ["small, bilateral"] = new CifarResNet { Depth = 14, Width = 2, Bilateral = true },
        ["large"] = new ImageNetResNet { Depth = 18 },
        ["large with attention"] = new ImageNetResNet { Depth = 10, Attention = new(32, 32), Embedding = true },
        ["large, bilateral"] = new ImageNetResNet { Depth = 18, Bilateral = true },
    };

    readonly DisposeScope _scope = NewDisposeScope();

    public static TheoryData<string, string[]> LastBlocks => new()
    {
        { "small", ["layer3.1.", "linear."] },
        { "small with attention", ["layer3.0.", "modulatedatt.", "fc_add.", "linear."] },
        { "small, bilateral", ["cb_block.", "rb_block.", "linear."] },
        { "large", ["layer4.1.", "fc."] },
        { "large with attention", ["layer4.0.", "modulatedatt.", "fc_add.", "fc."] },
        { "large, bilateral", ["cb_block.", "rb_block.", "fc."] },
    };

    public void Dispose() => _scope.Dispose();

    [Theory, MemberData(nameof(LastBlocks))]
    public void The_last_block_and_the_head_are_what_lies_at_the_end_of_each_network(string spec, string[] prefixes)
    {
        Network network = _specs[spec].Build(3, 5, new(1));
        string[] names = [.. network.state_dict().Keys];
        Assert.All(prefixes, prefix => Assert.Contains(names, name => name.StartsWith(prefix, StringComparison.Ordinal)));
        Assert.All(names, name => Assert.Equal(prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)), TrainedPart.LastBlockAndHead.Includes(network, name)));
        Assert.All(names, name => Assert.Equal(name.StartsWith(prefixes[^1], StringComparison.Ordinal), TrainedPart.Head.Includes(network, name)));
        Assert.All(names, name => Assert.True(TrainedPart.Everything.Includes(network, name)));
    }

    [Theory, InlineData(false, "layer4.1."), InlineData(true, "none")]
    public void Moments_of_what_is_not_trained_stay_and_the_others_follow_the_batches_unless_frozen_too(bool frozen, string drifting)
    {
        Network network = _specs["large"].Build(3, 5, new(1));
        Stage stage = PaperRecipe.CrossEntropy with { Trained = TrainedPart.LastBlockAndHead, FrozenStatistics = frozen };
        Dictionary<string, Tensor> before = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        TrainedParts.SetTrainingMode(stage, network);
        foreach ((string name, Parameter parameter) in network.named_parameters()) parameter.requires_grad = stage.Trained.Includes(network, name);
        network.forward(arange(4 * 3 * 32 * 32, dtype: float32).sin().reshape(4, 3, 32, 32)).sum().backward();
        foreach ((string name, Tensor start) in before)
        {
            bool isMoment = name.Contains("running", StringComparison.Ordinal) || name.Contains("batches", StringComparison.Ordinal);
            Assert.True((isMoment && name.StartsWith(drifting, StringComparison.Ordinal)) != start.equal(network.state_dict()[name]).all().item<bool>(), name);
        }
        Assert.All(network.named_parameters(), pair => Assert.Equal(stage.Trained.Includes(network, pair.name), pair.parameter.grad is not null));
    }

    [Fact]
    public void A_network_without_blocks_has_no_last_one() =>
        Assert.Contains("which has no blocks", Assert.Throws<RecipeException>(() => TrainedPart.LastBlockAndHead.Includes(new GivenLogits(), "weight")).Message, StringComparison.Ordinal);
}
