using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Store;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Store;

public sealed class NetworkWeightsTests
{
    [Fact]
    public void A_loaded_network_answers_as_the_one_the_weights_came_from()
    {
        using DisposeScope scope = NewDisposeScope();
        Network one = Build(seed: 1), other = Build(seed: 2);
        Tensor images = ones(2, 3, 8, 8);
        one.train();
        one.forward(images);   // moves the running statistics, which must travel too
        using NamedTensors weights = NetworkWeights.Snapshot(one);
        NetworkWeights.Load(other, weights.Tensors, "test");
        one.eval();
        other.eval();
        Assert.True(one.forward(images).equal(other.forward(images)).all().item<bool>());
        Assert.Contains(weights.Tensors.Keys, name => name.EndsWith("running_mean", StringComparison.Ordinal));
    }

    [Fact]
    public void A_snapshot_does_not_change_when_the_network_does_and_outlives_scopes()
    {
        using DisposeScope scope = NewDisposeScope();
        Network network = Build(seed: 1);
        NamedTensors snapshot;
        using (NewDisposeScope()) snapshot = NetworkWeights.Snapshot(network);
        using (no_grad())
            foreach (var weight in network.parameters()) weight.zero_();
        Assert.Contains(snapshot.Tensors.Values, tensor => tensor.abs().sum().to_type(ScalarType.Float64).item<double>() > 0);
        Assert.All(snapshot.Tensors.Values, tensor => Assert.False(tensor.requires_grad));
        snapshot.Dispose();
    }

    [Fact]
    public void Loading_keeps_layout_storage_and_gradients_of_the_live_network()
    {
        using DisposeScope scope = NewDisposeScope();
        Network network = Build(seed: 1);
        ChannelsLast.Apply(network);
        Tensor weight = network.parameters().First(parameter => parameter.dim() == 4);
        long[] strides = weight.stride();
        using NamedTensors other = NetworkWeights.Snapshot(Build(seed: 2));
        NetworkWeights.Load(network, other.Tensors, "test");
        Assert.Equal(strides, weight.stride());
        Assert.True(weight.requires_grad);
        using NamedTensors now = NetworkWeights.Snapshot(network);
        foreach (var (name, tensor) in other.Tensors) Assert.Equal(tensor.bytes.ToArray(), now.Tensors[name].bytes.ToArray());
        Assert.Equal(now.Tensors.Values.First(t => t.dim() == 4).bytes.ToArray(), weight.contiguous().bytes.ToArray());
    }

    [Fact]
    public void Every_problem_is_listed_and_the_network_is_untouched()
    {
        using DisposeScope scope = NewDisposeScope();
        Network network = Build(seed: 1);
        using NamedTensors before = NetworkWeights.Snapshot(network);
        using NamedTensors other = NetworkWeights.Snapshot(Build(seed: 2));
        Dictionary<string, Tensor> tensors = new(other.Tensors);
        string[] names = [.. tensors.Keys.Where(name => tensors[name].dim() == 4)];
        tensors.Remove(names[0]);
        tensors[names[1]] = ones(1);                                             // would broadcast
        tensors[names[2]] = tensors[names[2]].to_type(ScalarType.Float64);       // would convert
        tensors["extra\u001b[31m"] = ones(1);
        var refused = Assert.Throws<ModelFileException>(() => NetworkWeights.Load(network, tensors, "last.safetensors"));
        Assert.StartsWith("last.safetensors: found weights of another network", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"Missing: '{names[0]}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"'{names[1]}': found shape [1]", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"'{names[2]}': found Float64, expected Float32", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Unexpected: 'extra\\u001b[31m'", refused.Message, StringComparison.Ordinal);
        using NamedTensors after = NetworkWeights.Snapshot(network);
        foreach (var (name, tensor) in before.Tensors) Assert.Equal(tensor.bytes.ToArray(), after.Tensors[name].bytes.ToArray());
    }

    [Fact]
    public void Another_number_of_classes_is_told_by_both_shapes()
    {
        using DisposeScope scope = NewDisposeScope();
        using NamedTensors other = NetworkWeights.Snapshot(new CifarResNet { Depth = 8, Width = 2 }.Build(3, 5, new Seed(1)));
        var refused = Assert.Throws<ModelFileException>(() => NetworkWeights.Load(Build(seed: 1), other.Tensors, "x"));
        Assert.Contains("found shape [5, 8], expected [4, 8]", refused.Message, StringComparison.Ordinal);
    }

    static Network Build(int seed) => new CifarResNet { Depth = 8, Width = 2 }.Build(3, 4, new Seed(seed));
}
