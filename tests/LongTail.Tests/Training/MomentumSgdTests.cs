using System.Text.Json.Nodes;
using LongTail.Stages;
using LongTail.Tests.Golden;
using LongTail.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Training;

public sealed class MomentumSgdTests : IDisposable
{
    static readonly JsonNode _golden = GoldenFile.Read("sgd.json");

    readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<int> Runs => [.. Enumerable.Range(0, _golden["runs"]!.AsArray().Count)];

    [Theory, MemberData(nameof(Runs))]
    public void Ten_steps_are_those_of_PyTorch(int index)
    {
        JsonNode run = _golden["runs"]![index]!;
        Parameter parameter = nn.Parameter(_golden["start"]!.Vector());
        MomentumSgd optimizer = new();
        optimizer.Add("p", parameter, new()
        {
            LearningRate = 0.1,
            Momentum = (double)run["momentum"]!,
            WeightDecay = (double)run["weight_decay"]!,
            Nesterov = (bool)run["nesterov"]!,
            WarmupEpochs = 0,
            Schedule = new StepSchedule([5], 0.1),   // a step of the script is an epoch here, so that the rate drops where it does there
        });
        for (int step = 0; step < 10; step++)
        {
            parameter.grad = tensor(Enumerable.Range(0, 5).Select(i => Math.Sin(0.3 * step + i)).ToArray());
            optimizer.Step(step, 10);
            TensorAssert.Close(run["after_step"]![step]!.Vector(), parameter, 1e-14, 1e-14);
        }
    }

    [Theory]
    [InlineData(0.9, 2e-4, false)]
    [InlineData(0.9, 5e-4, true)]
    [InlineData(0, 1e-2, false)]
    public void Twenty_steps_of_a_network_are_those_of_TorchSharps_optimizer(double momentum, double weightDecay, bool nesterov)
    {
        (nn.Module<Tensor, Tensor> ours, nn.Module<Tensor, Tensor> theirs) = (Build(), Build());
        theirs.load_state_dict(ours.state_dict());
        MomentumSgd optimizer = new();
        foreach ((string name, Parameter parameter) in ours.named_parameters())
            optimizer.Add(name, parameter, new() { LearningRate = 0.05, Momentum = momentum, WeightDecay = weightDecay, Nesterov = nesterov, WarmupEpochs = 0 });
        optim.Optimizer reference = optim.SGD(theirs.parameters(), 0.05, momentum, weight_decay: weightDecay, nesterov: nesterov);
        for (int step = 0; step < 20; step++)
        {
            Tensor inputs = sin(arange(7 * 5, dtype: float64).view(7, 5) + step);
            Tensor labels = (arange(7) + step) % 3;
            optimizer.ClearGradients();
            nn.functional.cross_entropy(ours.forward(inputs), labels).backward();
            optimizer.Step(0, 1);
            reference.zero_grad();
            nn.functional.cross_entropy(theirs.forward(inputs), labels).backward();
            reference.step();
        }
        foreach ((Parameter mine, Parameter other) in ours.parameters().Zip(theirs.parameters())) TensorAssert.Close(other, mine, 1e-13, 1e-13);

        static nn.Module<Tensor, Tensor> Build() => nn.Sequential(("first", nn.Linear(5, 8)), ("relu", nn.ReLU()), ("second", nn.Linear(8, 3))).to(float64);
    }

    [Fact]
    public void A_parameter_without_a_gradient_stays_as_it_is()
    {
        Parameter still = nn.Parameter(ones(2)), moving = nn.Parameter(ones(2));
        MomentumSgd optimizer = new();
        optimizer.Add("still", still, new() { WarmupEpochs = 0 });
        optimizer.Add("moving", moving, new() { WarmupEpochs = 0 });
        moving.grad = ones(2);
        optimizer.Step(0, 1);
        TensorAssert.Close(ones(2), still, 0, 0);
        Assert.True((moving < 1).all().item<bool>());
    }

    [Fact]
    public void A_group_has_its_own_rate()
    {
        Parameter features = nn.Parameter(zeros(1)), head = nn.Parameter(zeros(1));
        OptimizerSpec spec = new() { LearningRate = 0.1, WeightDecay = 0, WarmupEpochs = 0, Groups = [new("linear.", new() { LearningRate = 1, WeightDecay = 0, WarmupEpochs = 0 })] };
        MomentumSgd optimizer = new();
        optimizer.Add("conv1.weight", features, spec.For("conv1.weight"));
        optimizer.Add("linear.weight", head, spec.For("linear.weight"));
        (features.grad, head.grad) = (ones(1), ones(1));
        optimizer.Step(0, 1);
        TensorAssert.Close(tensor((float[])[-0.1f]), features, 1e-8, 0);
        TensorAssert.Close(tensor((float[])[-1]), head, 0, 0);
    }

    [Fact]
    public void With_its_momentum_copied_another_optimizer_goes_on_as_the_first_would()
    {
        Parameter first = nn.Parameter(ones(3)), second = nn.Parameter(ones(3));
        (MomentumSgd one, MomentumSgd other) = (new(), new());
        one.Add("p", first, new() { WarmupEpochs = 0 });
        other.Add("p", second, new() { WarmupEpochs = 0 });
        Step(one, first, 5);
        using (no_grad())
        {
            second.copy_(first);
            other.Momentum["p"].copy_(one.Momentum["p"]);
        }
        Step(one, first, 5);
        Step(other, second, 5);
        TensorAssert.Close(first, second, 0, 0);

        static void Step(MomentumSgd optimizer, Parameter parameter, int times)
        {
            for (int i = 0; i < times; i++)
            {
                parameter.grad = sin(parameter.detach());
                optimizer.Step(0, 1);
            }
        }
    }
}
