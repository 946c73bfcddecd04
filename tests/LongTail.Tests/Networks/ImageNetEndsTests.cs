using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Stages;
using LongTail.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Networks;

/// <summary>What BBN and OLTR add to the end of a network for photographs.</summary>
public sealed class ImageNetEndsTests : IDisposable
{
    readonly DisposeScope _scope = NewDisposeScope();

    static Tensor Images => arange(2 * 3 * 64 * 48, dtype: float32).mul(0.37).sin().reshape(2, 3, 64, 48);

    public void Dispose() => _scope.Dispose();

    [Theory, InlineData(10, "layer4.0"), InlineData(18, "layer4.1")]
    public void With_equal_blocks_both_branches_see_the_plain_network(int depth, string last)
    {
        Network network = Built(new() { Depth = depth, Bilateral = true }), plain = Built(new() { Depth = depth });
        using (no_grad())
            foreach ((string name, Tensor entry) in plain.state_dict().Where(pair => !pair.Key.StartsWith("fc.", StringComparison.Ordinal)))
                foreach (string into in name.StartsWith(last, StringComparison.Ordinal) ? (string[])[name.Replace(last, "cb_block", StringComparison.Ordinal), name.Replace(last, "rb_block", StringComparison.Ordinal)] : [name])
                    network.state_dict()[into].copy_(entry);
        network.eval();
        plain.eval();
        Tensor expected = plain.Features(Images);
        TensorAssert.Close(cat([expected, expected], 1), network.Features(Images), 0, 0);
        TensorAssert.Close(expected, ((IBilateral)network).ConventionalFeatures(Images), 0, 0);
        Assert.Equal([2, 5], network.forward(Images).shape);
        Assert.DoesNotContain(network.state_dict().Keys, name => name.StartsWith(last + ".", StringComparison.Ordinal));
    }

    [Fact]
    public void A_branch_of_bottlenecks_trains_itself_and_the_trunk_and_not_the_other_branch()
    {
        Network network = Built(new() { Depth = 50, Bilateral = true });
        Assert.Equal("resnet50-bilateral", network.GetName());
        ((IBilateral)network).RebalancingFeatures(Images).square().sum().backward();
        Assert.All(network.named_parameters(), pair =>
            Assert.Equal(!pair.name.StartsWith("cb_block", StringComparison.Ordinal) && !pair.name.StartsWith("fc.", StringComparison.Ordinal), pair.parameter.grad is not null));
        Assert.Equal([5, 4096], network.get_parameter("fc.weight")!.shape);
        Assert.Equal([512, 2048, 1, 1], network.get_parameter("rb_block.conv1.weight")!.shape);
    }

    [Fact]
    public void Attention_and_embedding_do_nothing_at_first_and_then_learn()
    {
        Network plain = Built(new() { Depth = 10 }), added = Built(new() { Depth = 10, Attention = new(64, 48), Embedding = true });
        Assert.Equal("resnet10-attention", added.GetName());
        plain.eval();
        added.eval();
        TensorAssert.Close(plain.Features(Images), added.Features(Images), 0, 1e-6);
        Assert.Equal([4, 512 * 4], added.get_parameter("modulatedatt.fc_spatial.weight")!.shape);   // 2 x 2 places
        added.train();
        added.forward(Images).square().sum().backward();
        Assert.NotEqual(0, added.get_parameter("modulatedatt.conv_mask.weight")!.grad!.abs().sum().item<float>());
        Assert.NotEqual(0, added.get_parameter("fc_add.weight")!.grad!.abs().sum().item<float>());
        Assert.Contains("one or the other", Assert.Throws<RecipeException>(() => Built(new() { Depth = 10, Attention = new(64, 48), Bilateral = true })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bbn_and_oltr_train_it()
    {
        Recipe recipe = Toy.Recipe with { Epochs = 1, Network = new ImageNetResNet { Depth = 10 } };
        Stage oltr = new OpenLongTail().Plan(recipe);
        Assert.Equal(new ImageNetResNet { Depth = 10, Head = new MetaEmbeddingHead(16), Attention = new(Toy.Side, Toy.Side), Embedding = true }, oltr.Network);
        Assert.Equal(["fc.centroids", "fc.", ""], oltr.Optimizer.Groups.Select(group => group.Prefix));
        Assert.Equal("fc.centroids", ClassMemory.NameIn(oltr.Network));
        foreach (Stage stage in (Stage[])[new BilateralBranch().Plan(recipe), oltr, new ClassifierRetraining().Plan(recipe), new FocalTraining { Form = FocalForm.Sigmoid }.Plan(recipe)])
        {
            using ToyTraining training = new(stage);
            Assert.All(training.Train().Epochs, epoch => Assert.True(double.IsFinite(epoch.Loss), stage.Method));
        }
    }

    static Network Built(ImageNetResNet spec)
    {
        Network network = spec.Build(3, 5, new(5));
        ChannelsLast.Apply(network);
        return network;
    }
}
