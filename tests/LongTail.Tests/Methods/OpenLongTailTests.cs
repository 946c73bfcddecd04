using LongTail.Data;
using LongTail.Foundation;
using LongTail.Losses;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Stages;
using LongTail.Store;
using LongTail.Tests.Stages;
using LongTail.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Tests.Methods;

public sealed class OpenLongTailTests : IDisposable
{
    readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void It_starts_from_the_features_of_the_stage_that_teaches_others_and_samples_classes_alike()
    {
        Stage stage = Plan(new OpenLongTail());
        Assert.Equal(PaperRecipe.CrossEntropy.Key, stage.StartFrom!.Key);
        Assert.Equal(StartingWeights.Features, stage.StartWith);
        Assert.Equal(new ClassBalanced { ImagesPerVisit = 4 }, stage.Sampling);
        Assert.Equal(new CifarResNet { Depth = 32, Head = new MetaEmbeddingHead(16), Attention = new(32, 32), Embedding = true }, stage.Network);
        Assert.Equal(200, stage.Epochs);
        Assert.Equal(new ModulatedAttention(24, 20), ((CifarResNet)new OpenLongTail().Plan(PaperRecipe.Of(new OpenLongTail()) with { Images = new(24, 20, 3) }).Network).Attention);
    }

    [Fact]
    public void Centroids_classifier_and_features_have_rates_of_their_own()
    {
        OptimizerSpec optimizer = Plan(new OpenLongTail { FeatureRate = 0.01, CentroidRate = 0.2 }).Optimizer;
        Assert.Equal(0.1, optimizer.LearningRateAt(100, 200), 1e-15);
        Assert.Equal(0.02, optimizer.For("linear.centroids").LearningRateAt(100, 200), 1e-15);
        Assert.Equal(0.1, optimizer.For("linear.weight").LearningRateAt(100, 200), 1e-15);
        foreach (string feature in (string[])["conv1.weight", "layer3.4.bn2.bias", "modulatedatt.g.weight", "fc_add.weight"])
            Assert.Equal(0.001, optimizer.For(feature).LearningRateAt(100, 200), 1e-15);
        Assert.Equal(0.01 * 0.02, optimizer.For("linear.centroids").LearningRateAt(160, 200), 1e-15);
    }

    [Fact]
    public void The_second_stage_may_have_another_length_and_the_published_schedule()
    {
        Stage longer = Plan(new OpenLongTail { SecondStage = 2 }), published = Plan(new OpenLongTail { SecondStage = 0.3, PublishedSchedule = true });
        Assert.Equal(400, longer.Epochs);
        Assert.Equal([320, 360], ((StepSchedule)longer.Optimizer.Schedule).DropAt);
        Assert.Equal(60, published.Epochs);
        double[] rates = [.. ((int[])[0, 19, 20, 39, 40, 59]).Select(epoch => published.Optimizer.For("conv1.weight").LearningRateAt(epoch, 60))];
        Assert.Equal([0.01, 0.01, 0.001, 0.001, 0.0001, 0.0001], rates.Select(rate => Math.Round(rate, 12)));
        Assert.Equal(1, Plan(new OpenLongTail { SecondStage = 0.0001 }).Epochs);
    }

    [Fact]
    public void Its_memory_begins_with_the_mean_features_of_each_class_and_recalls_by_the_first_stages_classifier()
    {
        using ToyTraining training = ToyTraining.Of(new OpenLongTail());
        StageContext context = training.Job.Context;
        FrozenNetwork first = context.StartedFrom!, second = new(context.Network);
        Tensor sums = zeros(3, 8);
        foreach (Batch batch in context.PlainBatches())
        {
            TensorAssert.Close(first.Features(batch.Images), second.Features(batch.Images), 0, 0);
            sums.index_add_(0, batch.Labels, first.Features(batch.Images), 1);
        }
        TensorAssert.Close(sums / tensor((float[])[24, 12, 6]).unsqueeze(1), ClassMemory.Of(context.Network), 1e-6, 1e-5);
        TensorAssert.Close(first.Parameter("linear.weight"), context.Network.get_parameter("linear.fc_hallucinator.weight")!, 0, 0);
        TensorAssert.Close(first.Parameter("linear.bias"), context.Network.get_parameter("linear.fc_hallucinator.bias")!, 0, 0);
    }

    [Fact]
    public void Features_of_another_number_are_learnt_in_the_first_stage_and_kept_in_the_second()
    {
        Stage stage = new OpenLongTail { Features = 5, AddedLayers = AddedLayers.Drawn }.Plan(Toy.Recipe with { Epochs = 2 });
        using ToyTraining training = new(stage);
        Network network = training.Network;
        FrozenNetwork first = training.Job.Context.StartedFrom!;
        Assert.Equal([5, 8], network.get_parameter("fc_add.weight")!.shape);
        Assert.Equal([3, 5], ClassMemory.Of(network).shape);
        foreach (string name in (string[])["fc_add.weight", "fc_add.bias"]) TensorAssert.Close(first.Parameter(name), network.get_parameter(name)!, 0, 0);
        Assert.NotEqual(0, network.get_parameter("fc_add.bias")!.abs().sum().item<float>());
        Assert.All(training.Train().Epochs, epoch => Assert.True(double.IsFinite(epoch.Loss)));
    }

    [Theory, InlineData(0, TrainedPart.Head), InlineData(5, TrainedPart.AddedAndHead)]
    public void What_is_added_is_trained_where_of_the_rest_the_head_alone_is(int features, TrainedPart first)
    {
        Stage stage = new OpenLongTail { Features = features }.Plan(Toy.Recipe with { Trained = TrainedPart.Head });
        Assert.Equal((first, TrainedPart.AddedAndHead), (stage.StartFrom!.Trained, stage.Trained));
    }

    [Fact]
    public void A_short_second_stage_has_steps_after_its_warmup()
    {
        Recipe recipe = Toy.Recipe with { Epochs = 200 };
        Stage stage = new OpenLongTail { SecondStage = 0.02 }.Plan(recipe with { Optimizer = recipe.Optimizer with { WarmupEpochs = 5 } });
        Assert.Equal((4, 3), (stage.Epochs, stage.Optimizer.For("linear.weight").WarmupEpochs));
    }

    [Fact]
    public void The_second_stage_may_train_what_was_added_alone_at_a_rate_of_its_own()
    {
        Stage stage = new OpenLongTail { Features = 5, SecondStageTrains = SecondStagePart.Added, ClassifierRate = 0.1 }.Plan(Toy.Recipe with { Epochs = 2 });
        Assert.Equal(0.1 * Toy.Recipe.Optimizer.LearningRate, stage.Optimizer.For("linear.weight").LearningRate, 1e-15);
        Assert.Equal(0.01 * Toy.Recipe.Optimizer.LearningRate, stage.Optimizer.For("fc_add.weight").LearningRate, 1e-15);
        using ToyTraining training = new(stage);
        using NamedTensors before = NetworkWeights.Snapshot(training.Network);
        training.Train();
        using NamedTensors after = NetworkWeights.Snapshot(training.Network);
        foreach ((string name, Tensor weights) in before.Tensors)
        {
            bool added = name.StartsWith("modulatedatt.", StringComparison.Ordinal) || name.StartsWith("fc_add.", StringComparison.Ordinal) || name.StartsWith("linear.", StringComparison.Ordinal);
            if (!added) Assert.True(weights.equal(after.Tensors[name]).all().item<bool>(), $"{name} has changed.");
        }
        foreach (string name in (string[])["modulatedatt.conv_mask.weight", "fc_add.weight", "linear.weight", "linear.centroids"])
            Assert.False(before.Tensors[name].equal(after.Tensors[name]).all().item<bool>(), $"{name} has not changed.");
    }

    [Fact]
    public void With_added_layers_drawn_as_released_the_memory_is_of_the_features_they_make()
    {
        using ToyTraining training = ToyTraining.Of(new OpenLongTail { AddedLayers = AddedLayers.Drawn });
        StageContext context = training.Job.Context;
        FrozenNetwork second = new(context.Network);
        Tensor sums = zeros(3, 8);
        foreach (Batch batch in context.PlainBatches()) sums.index_add_(0, batch.Labels, second.Features(batch.Images), 1);
        TensorAssert.Close(sums / tensor((float[])[24, 12, 6]).unsqueeze(1), ClassMemory.Of(context.Network), 1e-6, 1e-5);
        Batch some = context.PlainBatches().First();
        Assert.False(context.StartedFrom!.Features(some.Images).equal(second.Features(some.Images)).all().item<bool>());
    }

    [Theory]
    [InlineData(CentroidGradient.Published, 1), InlineData(CentroidGradient.Weighted, 0.01)]
    public void Centroids_are_moved_by_the_pull_and_a_little_by_the_repulsion(CentroidGradient gradient, double pullWeight)
    {
        using ToyTraining training = ToyTraining.Of(new OpenLongTail { CentroidGradient = gradient, Margin = 1e4 });
        Network network = training.Network;
        network.eval();
        Batch batch = training.Job.Context.PlainBatches().First();
        StepOutput output = training.Job.Objective(batch, new(0, 4, 0, 1, null));
        output.Loss.backward();

        Tensor centroids = ClassMemory.Of(network).detach().clone().requires_grad_(), features = network.Features(batch.Images).detach();
        (pullWeight * ClassCentroids.Pull(features, batch.Labels, centroids) + 0.0001 * ClassCentroids.Repulsion(features, batch.Labels, centroids, 1e4)).backward();
        TensorAssert.Close(centroids.grad!, ClassMemory.Of(network).grad!, 1e-7, 1e-5);

        double attraction = ClassCentroids.Attraction(features, batch.Labels, centroids).mean().item<float>();
        double repulsion = ClassCentroids.Repulsion(features, batch.Labels, centroids, 1e4).item<float>();
        Assert.Equal(0.01 * (attraction + 0.01 * repulsion), output.Terms[1].Value.item<float>(), 1e-4);
        Assert.Equal(output.Loss.item<float>(), output.Terms.Sum(term => term.Value.item<float>()), 1e-5);
    }

    [Fact]
    public void It_trains_in_bf16_and_from_a_network_of_cosines_by_a_first_stage_of_its_own()
    {
        CifarResNet network = new() { Depth = 8, Width = 2, Precision = Precision.BFloat16, Head = new CosineHead(16) };
        Stage stage = new OpenLongTail().Plan(Toy.Recipe with { Epochs = 2, Network = network });
        Assert.Equal(new LinearHead(), stage.StartFrom!.Network.Head);
        using ToyTraining training = new(stage);
        Assert.All(training.Train().Epochs, epoch => Assert.True(double.IsFinite(epoch.Loss)));
    }

    [Fact]
    public void Numbers_out_of_range_are_refused_with_what_was_found()
    {
        Refused(() => new OpenLongTail { SecondStage = 0 }, "0 as length of the second stage");
        Refused(() => new OpenLongTail { FeatureRate = -1 }, "-1 as learning rate of the features");
        Refused(() => new OpenLongTail { CentroidRate = double.NaN }, "NaN as learning rate of the centroids");
        Refused(() => new OpenLongTail { FeatureWeight = 0 }, "0 as weight of the loss on features");
        Refused(() => new OpenLongTail { Features = -1 }, "-1 features");
        Refused(() => new OpenLongTail { ClassifierRate = 0 }, "0 as learning rate of the classifier");
        Refused(() => new OpenLongTail { Margin = -10 }, "-10 as margin");

        static void Refused(Func<Method> make, string found) => Assert.Contains($"Found {found},", Assert.Throws<RecipeException>(make).Message, StringComparison.Ordinal);
    }

    static Stage Plan(OpenLongTail method) => method.Plan(PaperRecipe.Of(method));
}
