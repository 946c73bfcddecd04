using LongTail.Data;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Tests.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Methods;

/// <summary>What backward gives is the slope of the loss, for every method, through its network, in 64 bits.</summary>
public sealed class CatalogGradientTests
{
    const double Step = 1e-6, Tolerance = 1e-6;

    /// <summary>Each method in its first epoch and in its last, when what is deferred has begun.</summary>
    public static TheoryData<string, int> Epochs
    {
        get
        {
            TheoryData<string, int> epochs = [];
            foreach (string name in CatalogTests.Trained.Select(row => row.Data))
                foreach (int epoch in (int[])[0, 3]) epochs.Add(name, epoch);
            return epochs;
        }
    }

    [Theory, MemberData(nameof(Epochs))]
    public void Its_gradient_is_the_slope_of_its_loss(string name, int epoch)
    {
        using ToyTraining training = new(Toy.Stage(Fitting.Of(name, Toy.Train.Counts)), ScalarType.Float64);
        using DisposeScope scope = NewDisposeScope();
        training.Network.train();
        LeaveKinks(training.Network);
        Batch batch = BatchOf(training, epoch);
        Tensor Loss() => training.Job.Objective(batch, new(epoch, training.Job.Stage.Epochs, 0, 6, null)).Loss;

        Loss().backward();
        (string Name, Parameter Parameter)[] learned = [.. training.Network.named_parameters().Where(item => item.parameter.requires_grad && !IsStopped(item.name))];
        double whole = Math.Sqrt(learned.Sum(item => Squares(item.Parameter)));
        Assert.True(whole > 1e-3, $"a gradient of norm {whole}");
        foreach ((string parameter, Parameter weight) in learned)
        {
            double expected = Slope(weight, Loss, out double found);
            Assert.True(Math.Abs(expected - found) <= Tolerance * whole, $"{parameter}: slope {expected}, gradient {found}, of {whole} in all");
        }
    }

    /// <summary>The test itself: a gradient that is off by a hundredth is seen.</summary>
    [Fact]
    public void A_wrong_gradient_is_seen()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter weight = new(tensor([0.3, -0.2, 0.5]));
        Tensor Loss() => weight.square().sum() + 0.01 * weight.detach().sum();
        Loss().backward();
        double expected = Slope(weight, Loss, out double found);
        Assert.True(Math.Abs(expected - found) > 1e-3 * Math.Sqrt(Squares(weight)));
    }

    // OLTR's centroids: the published loss pulls them and does not let them move anything else (docs/methods/oltr.md); ClassCentroidsTests has their slope.
    static bool IsStopped(string name) => name.Contains("centroids", StringComparison.Ordinal);

    static Batch BatchOf(ToyTraining training, int epoch)
    {
        IPendingBatch pending = training.Job.Batches.Epoch(epoch, 0).First();
        return training.InNumbers(training.Job.Augment(pending.Upload(CPU), pending.Draw));
    }

    // A number that is exactly zero before a ReLU has two slopes.
    static void LeaveKinks(Network network)
    {
        using IDisposable noGradient = no_grad();
        foreach ((string name, Parameter weight) in network.named_parameters()) weight.add_(Direction(weight, name), alpha: 1e-3);
    }

    static Tensor Direction(Parameter weight, string name)
    {
        CounterRandom random = new Seed(0).For(name);
        Tensor direction = tensor([.. Enumerable.Range(0, (int)weight.numel()).Select(i => random.Normal((ulong)i))]).reshape(weight.shape);
        return direction / direction.norm();
    }

    // Along a direction of length 1, by central differences.
    static double Slope(Parameter weight, Func<Tensor> loss, out double gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor direction = Direction(weight, "direction");
        gradient = weight.grad is { } given ? (given * direction).sum().item<double>() : 0;
        double above = At(Step), below = At(-Step);
        return (above - below) / (2 * Step);

        double At(double distance)
        {
            using (no_grad()) weight.add_(direction, alpha: distance);
            double value = loss().item<double>();
            using (no_grad()) weight.add_(direction, alpha: -distance);
            return value;
        }
    }

    static double Squares(Parameter weight) => weight.grad is { } gradient ? gradient.square().sum().item<double>() : 0;
}
