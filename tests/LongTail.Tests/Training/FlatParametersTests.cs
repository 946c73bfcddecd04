using LongTail.Methods;
using LongTail.Networks;
using LongTail.Stages;
using LongTail.Store;
using LongTail.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Training;

/// <summary>The optimizer in one buffer against the optimizer parameter by parameter: equal to the last bit.</summary>
public sealed class FlatParametersTests : IDisposable
{
    readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(0.9, 2e-4, false)]
    [InlineData(0.9, 5e-4, true)]
    [InlineData(0.9, 0, true)]
    [InlineData(0, 1e-2, false)]
    public void Twenty_steps_of_a_network_with_a_faster_head_are_the_same(double momentum, double weightDecay, bool nesterov)
    {
        OptimizerSpec head = new() { LearningRate = 0.3, Momentum = momentum, WeightDecay = 2 * weightDecay, Nesterov = nesterov, WarmupEpochs = 0 };
        OptimizerSpec spec = head with { LearningRate = 0.05, WeightDecay = weightDecay, Groups = [new("linear.", head)] };
        (Network plain, MomentumSgd oneByOne) = Build(spec);
        (Network other, MomentumSgd flat) = Build(spec);
        flat.Flatten();
        for (int step = 0; step < 20; step++)
        {
            Step(plain, oneByOne, step);
            Step(other, flat, step);
        }
        AssertEqual(plain, other);
        AssertEqual(oneByOne.Momentum, flat.Momentum);
        plain.Dispose();
        other.Dispose();
    }

    [Fact]
    public void A_parameter_that_has_no_gradient_in_some_steps_is_left_alone_in_these()
    {
        (Network plain, MomentumSgd oneByOne) = Build(new() { LearningRate = 0.05, WarmupEpochs = 0 });
        (Network other, MomentumSgd flat) = Build(new() { LearningRate = 0.05, WarmupEpochs = 0 });
        flat.Flatten();
        for (int step = 0; step < 6; step++)
        {
            Step(plain, oneByOne, step, without: step % 2 == 1 ? "linear.weight" : null);
            Step(other, flat, step, without: step % 2 == 1 ? "linear.weight" : null);
        }
        AssertEqual(plain, other);
        AssertEqual(oneByOne.Momentum, flat.Momentum);
        plain.Dispose();
        other.Dispose();
    }

    [Fact]
    public void Values_layouts_and_names_stay_and_each_parameter_begins_where_fast_convolutions_want_it()
    {
        (Network network, MomentumSgd optimizer) = Build(new() { WarmupEpochs = 0 });
        using NamedTensors before = NetworkWeights.Snapshot(network);
        Dictionary<string, long[]> strides = network.named_parameters().ToDictionary(item => item.name, item => item.parameter.stride());
        string[] names = [.. optimizer.Momentum.Keys.Order(StringComparer.Ordinal)];
        optimizer.Flatten();
        using NamedTensors after = NetworkWeights.Snapshot(network);
        AssertEqual(before.Tensors, after.Tensors);
        Assert.Equal(names, optimizer.Momentum.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, Parameter parameter) in network.named_parameters())
        {
            Assert.Equal(strides[name], parameter.stride());
            Assert.Equal(strides[name], optimizer.Momentum[name].stride());
            Assert.True(parameter.requires_grad && parameter.is_leaf);
            if (parameter.dim() == 4) Assert.Equal(0, parameter.storage_offset() % 16);
        }
        Assert.Single(network.parameters().Select(parameter => parameter.storage_offset()), offset => offset == 0);
        network.Dispose();
    }

    [Fact]
    public void A_checkpoint_of_one_form_continues_in_the_other()
    {
        OptimizerSpec spec = new() { LearningRate = 0.05, WarmupEpochs = 0 };
        (Network plain, MomentumSgd oneByOne) = Build(spec);
        (Network other, MomentumSgd flat) = Build(spec);
        flat.Flatten();
        for (int step = 0; step < 3; step++) Step(plain, oneByOne, step);

        using MemoryStream file = new();
        SafetensorsWriter.Write(file, oneByOne.Momentum);
        file.Position = 0;
        using (NamedTensors momentum = SafetensorsReader.Read(file, "momentum"), weights = NetworkWeights.Snapshot(plain))
        using (no_grad())
        {
            NetworkWeights.Load(other, weights.Tensors, "weights");
            foreach ((string name, Tensor live) in flat.Momentum) live.copy_(momentum.Tensors[name]);
        }
        using MemoryStream again = new();
        SafetensorsWriter.Write(again, flat.Momentum);
        Assert.Equal(file.ToArray(), again.ToArray());

        for (int step = 3; step < 6; step++)
        {
            Step(plain, oneByOne, step);
            Step(other, flat, step);
        }
        AssertEqual(plain, other);
        plain.Dispose();
        other.Dispose();
    }

    [Fact]
    public void A_whole_training_ends_in_the_same_weights()
    {
        using ToyTraining plain = ToyTraining.Of(new BalancedDistillation()), flat = ToyTraining.Of(new BalancedDistillation());
        flat.Optimizer.Flatten();
        Assert.Equal(plain.Train().Weights(), flat.Train().Weights());
    }

    [Fact]
    public void A_parameter_that_comes_too_late_is_refused()
    {
        (Network network, MomentumSgd optimizer) = Build(new() { WarmupEpochs = 0 });
        optimizer.Flatten();
        Assert.Throws<InvalidOperationException>(() => optimizer.Add("late", nn.Parameter(ones(1)), new()));
        network.Dispose();
    }

    static (Network, MomentumSgd) Build(OptimizerSpec spec)
    {
        Network network = new CifarResNet { Depth = 8, Width = 4 }.Build(3, 7, new(0));
        ChannelsLast.Apply(network);
        MomentumSgd optimizer = new();
        foreach ((string name, Parameter parameter) in network.named_parameters()) optimizer.Add(name, parameter, spec.For(name));
        return (network, optimizer);
    }

    static void Step(Network network, MomentumSgd optimizer, int step, string? without = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor images = ChannelsLast.Of(sin(arange(8 * 3 * 12 * 12, dtype: float32).view(8, 3, 12, 12) + step));
        optimizer.ClearGradients();
        nn.functional.cross_entropy(network.forward(images), (arange(8) + step) % 7).backward();
        if (without is not null) network.get_parameter(without)!.grad = null;
        optimizer.Step(0, 1);
    }

    static void AssertEqual(Network expected, Network found)
    {
        using NamedTensors one = NetworkWeights.Snapshot(expected), other = NetworkWeights.Snapshot(found);
        AssertEqual(one.Tensors, other.Tensors);
    }

    static void AssertEqual(IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> found)
    {
        foreach ((string name, Tensor tensor) in expected) TensorAssert.Close(tensor, found[name], 0, 0);
    }
}
