using System.Text.Json.Nodes;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Stages;
using LongTail.Tests.Golden;
using LongTail.Tests.Stages;
using LongTail.Tests.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Tests.Methods;

public sealed class BilateralBranchTests : IDisposable
{
    readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void The_loss_and_its_parts_equal_the_reference()
    {
        JsonNode golden = GoldenFile.Read("branches.json")["bbn"]!;
        using Given network = new(golden);
        long[] labels = [.. golden["labels"]!.AsArray().Concat(golden["reversed_labels"]!.AsArray()).Select(label => (long)label!)];
        Tensor images = cat([golden["conventional_features"]!.Matrix(), golden["rebalancing_features"]!.Matrix()], 0);
        StepOutput output = Bound(network, (int)golden["period"]!)(new(images, tensor(labels), arange(labels.Length)), At((int)golden["epoch"]!));
        Assert.Equal(["conventional", "re-balancing"], output.Terms.Select(term => term.Name));
        Assert.Equal((double)golden["conventional"]!, output.Terms[0].Value.item<double>(), 1e-12);
        Assert.Equal((double)golden["rebalancing"]!, output.Terms[1].Value.item<double>(), 1e-12);
        Assert.Equal((double)golden["conventional"]! + (double)golden["rebalancing"]!, output.Loss.item<double>(), 1e-12);
    }

    // l = 1 - (1 / D)^2 = 1/2 at D = sqrt 2: both halves show the same images, so the loss is that of the logits inference gives.
    [Fact]
    public void With_equal_shares_the_training_logits_are_those_of_inference()
    {
        using Network network = new CifarResNet { Depth = 14, Width = 2, Bilateral = true }.Build(1, 3, new(0));
        network.eval();
        Tensor images = arange(4 * 64, dtype: float32).mul(0.37).sin().reshape(4, 1, 8, 8), labels = tensor((long[])[0, 1, 2, 0]), others = tensor((long[])[2, 2, 1, 1]);
        Tensor loss = Bound(network, Math.Sqrt(2))(new(cat([images, images], 0), cat([labels, others], 0), arange(8)), At(1)).Loss;
        Tensor logits = network.forward(images);
        Tensor expected = (nn.functional.cross_entropy(logits, labels) + nn.functional.cross_entropy(logits, others)) / 2;
        TensorAssert.Close(expected, loss, 0, 1e-6);
    }

    [Fact]
    public void In_the_first_epoch_the_branch_for_rare_classes_learns_nothing_and_the_other_is_plain_cross_entropy()
    {
        using Network network = new CifarResNet { Depth = 8, Width = 2, Bilateral = true }.Build(1, 3, new(0));
        Tensor images = arange(4 * 64, dtype: float32).mul(0.37).sin().reshape(4, 1, 8, 8);
        Bound(network, 10)(new(images, tensor((long[])[0, 1, 2, 0]), arange(4)), At(0)).Loss.backward();
        foreach ((string name, Parameter parameter) in network.named_parameters())
            Assert.Equal(name.StartsWith("rb_block", StringComparison.Ordinal), parameter.grad!.abs().sum().item<float>() == 0);
    }

    [Fact]
    public void It_trains_a_network_of_two_branches_on_two_streams_by_the_recipes_optimizer()
    {
        Recipe recipe = PaperRecipe.Of(new BilateralBranch());
        Stage stage = recipe.Method.Plan(recipe);
        Assert.Equal(new Reversed(), stage.PairedWith);
        Assert.Equal(new CifarResNet { Depth = 32, Bilateral = true }, stage.Network);
        Assert.Equal(recipe.Optimizer, stage.Optimizer);
        Assert.Equal(new BilateralBranch.Loss(200), stage.Objective);
        Assert.Equal(new BilateralBranch.Loss(100), new BilateralBranch { Period = 100 / 90.0 }.Plan(recipe with { Epochs = 90 }).Objective);
    }

    // WarmupMultiStepLR of the released code, whose 1-based epoch is stepped before the first: warm-up from a third over 5 epochs, drops at 120 and 160.
    [Fact]
    public void The_published_schedule_is_that_of_the_released_code_but_for_one_epoch_at_its_drops()
    {
        OptimizerSpec optimizer = new BilateralBranch { PublishedSchedule = true }.Plan(PaperRecipe.Of(new BilateralBranch())).Optimizer;
        Assert.True(optimizer.Nesterov);
        foreach (int e in Enumerable.Range(1, 200).Except([120, 160]))
        {
            double expected = 0.1 * (e < 5 ? (1 - e / 5.0) / 3 + e / 5.0 : 1) * (e > 160 ? 1e-4 : e > 120 ? 1e-2 : 1);
            Assert.Equal(expected, optimizer.LearningRateAt(e - 1, 200), 1e-15);
        }
    }

    [Fact]
    public void The_schedule_for_iNaturalist_leaves_the_rates_of_groups_in_proportion()
    {
        Recipe recipe = PaperRecipe.Of(new BilateralBranch()) with { Epochs = 90 };
        OptimizerSpec optimizer = recipe.Optimizer with { LearningRate = 0.1, Groups = [new("linear.", recipe.Optimizer with { LearningRate = 1 })] };
        Stage stage = new BilateralBranch { INaturalistSchedule = true }.Plan(recipe with { Optimizer = optimizer });
        Assert.Equal(128, stage.BatchSize);
        foreach ((string parameter, double rate) in (ReadOnlySpan<(string, double)>)[("conv1.weight", 0.05), ("linear.weight", 0.5)])
        {
            OptimizerSpec planned = stage.Optimizer.For(parameter);
            Assert.Equal((true, 0), (planned.Nesterov, planned.WarmupEpochs));
            Assert.Equal([rate, rate, 0.1 * rate, 0.1 * rate, 0.01 * rate], ((int[])[0, 59, 60, 79, 80]).Select(epoch => planned.LearningRateAt(epoch, 90)), (one, other) => Math.Abs(one - other) < 1e-15);
        }
    }

    [Fact]
    public void It_trains_in_bf16()
    {
        using ToyTraining training = new(new BilateralBranch().Plan(Toy.Recipe with { Epochs = 2, Network = new CifarResNet { Depth = 8, Width = 2, Precision = Precision.BFloat16 } }));
        Assert.All(training.Train().Epochs, epoch => Assert.True(double.IsFinite(epoch.Loss)));
    }

    [Fact]
    public void Another_network_and_a_period_shorter_than_the_training_are_refused()
    {
        Recipe recipe = Toy.Recipe with { Network = new Other() };
        Assert.Contains("expected a residual network", Assert.Throws<RecipeException>(() => new BilateralBranch().Plan(recipe)).Message, StringComparison.Ordinal);
        foreach (double period in (double[])[0.99, 0, double.NaN, double.PositiveInfinity])
            Assert.Contains("period of the mix", Assert.Throws<RecipeException>(() => new BilateralBranch { Period = period }).Message, StringComparison.Ordinal);
    }

    static StepFunction Bound(Network network, double period) => new BilateralBranch.Loss(period).Bind(new()
    {
        Network = network,
        Teachers = [],
        Counts = Toy.Train.Counts,
        TrainingImages = Toy.Train,
        PlainBatches = () => [],
        Device = CPU,
        Seed = new(0),
    });

    static Progress At(int epoch) => new(epoch, 10, 0, 1, null);

    sealed record Other : NetworkSpec
    {
        public override string Label => "other";

        public override string HeadPrefix => "linear.";

        protected override Network Create(int channels, int classes, Seed seed) => throw new NotSupportedException();
    }

    // Images are the features of either branch.
    sealed class Given(JsonNode golden) : Network("given"), IBilateral
    {
        public override Tensor Features(Tensor images) => throw new NotSupportedException();

        public Tensor ConventionalFeatures(Tensor images) => images;

        public Tensor RebalancingFeatures(Tensor images) => images;

        public override Tensor Classify(Tensor features) => features.mm(golden["weight"]!.Matrix().t()) + golden["bias"]!.Vector();
    }
}
