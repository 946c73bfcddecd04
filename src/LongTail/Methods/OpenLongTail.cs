using LongTail.Data;
using LongTail.Foundation;
using LongTail.Losses;
using LongTail.Networks;
using LongTail.Stages;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LongTail.Methods;

/// <summary>OLTR: a trained network learns attention, a memory of class centroids and a classifier of features that the memory has enriched (Liu et al. 2019).</summary>
public sealed record OpenLongTail : Method
{
    /// <summary>Length of the second stage, as a multiple of the first's epochs, above 0: 1 on Places-LT, 2 on ImageNet-LT.</summary>
    public double SecondStage { get; init => field = Ranges.Multiple(value, 0, "length of the second stage"); } = 1;

    /// <summary>Features after a linear layer and a ReLU, in both stages: 512 on Places-LT, of ResNet-152's 2048. 0 for those of the network, whose added layer begins as the identity in the second stage.</summary>
    public int Features
    {
        get;
        init => field = Ranges.Features(value);
    }

    /// <summary>Which features the second stage trains.</summary>
    public SecondStagePart SecondStageTrains { get; init; }

    /// <summary>Learning rate of the classifier in the second stage, as a multiple of its rate in the first: 0.1 on Places-LT.</summary>
    public double ClassifierRate { get; init => field = Ranges.Multiple(value, 0, "learning rate of the classifier"); } = 1;

    /// <summary>Learning rate of the features in the second stage, as a part of the classifier's.</summary>
    public double FeatureRate { get; init => field = Ranges.Multiple(value, 0, "learning rate of the features"); } = 0.1;

    /// <summary>Learning rate of the centroids, as a part of the classifier's.</summary>
    public double CentroidRate { get; init => field = Ranges.Multiple(value, 0, "learning rate of the centroids"); } = 0.1;

    /// <summary>Weight of the loss on features and centroids, above 0.</summary>
    public double FeatureWeight { get; init => field = Ranges.Multiple(value, 0, "weight of the loss on features"); } = 0.01;

    /// <summary>Mean squared distance at which other classes' centroids are far enough away.</summary>
    public double Margin { get; init => field = Ranges.Multiple(value, 0, "margin"); } = 10;

    /// <summary>Whether <see cref="FeatureWeight"/> also weighs what moves the centroids.</summary>
    public CentroidGradient CentroidGradient { get; init; }

    /// <summary>What attention and embedding do before the first step.</summary>
    public AddedLayers AddedLayers { get; init; }

    /// <summary>The published schedule instead of the recipe's in the second stage: the rate times 0.1 after each third, without warm-up.</summary>
    public bool PublishedSchedule { get; init; }

    /// <inheritdoc cref="ClassifierRetraining.FirstStageEpoch"/>
    public WeightsEpoch FirstStageEpoch { get; init; }

    /// <inheritdoc/>
    public override Stage Plan(Recipe recipe)
    {
        ResidualNetwork network = recipe.Network as ResidualNetwork
            ?? throw new RecipeException($"Found the network {recipe.Network.Label} for OLTR, expected a residual network: no other has its attention.");
        ImageShape images = recipe.Images ?? (recipe.Data.Pictures is { } pictures ? new(pictures.Size, pictures.Size, 3) : DataCatalog.Find(recipe.Data.Set).Shape);
        Recipe second = recipe with { Epochs = Math.Max(1, Recipe.EpochAt(SecondStage, recipe.Epochs)) };
        ResidualNetwork first = network.WithFeatures(Features);
        return second.Stage("oltr", new Loss(FeatureWeight, Margin, CentroidGradient, AddedLayers)) with
        {
            StartFrom = CrossEntropy.TeacherFor(recipe with { Network = first with { Head = new LinearHead() }, Trained = Features == 0 ? recipe.Trained : recipe.Trained.WithAdded() }),
            StartEpoch = FirstStageEpoch,
            StartWith = StartingWeights.Features,
            Pretrained = null,
            Trained = SecondStageTrains == SecondStagePart.Added ? TrainedPart.AddedAndHead : recipe.Trained.WithAdded(),
            Network = first with { Head = new MetaEmbeddingHead(16), Attention = new(images.Height, images.Width), Embedding = true },
            Sampling = new ClassBalanced(),
            Optimizer = Optimizer(recipe.Network, recipe.Optimizer.For(recipe.Network.HeadPrefix), recipe.Epochs, second.Epochs),
            Generation = 1,
        };
    }

    OptimizerSpec Optimizer(NetworkSpec network, OptimizerSpec first, int firstEpochs, int epochs)
    {
        OptimizerSpec classifier = PublishedSchedule
            ? first with { WarmupEpochs = 0, Schedule = new StepSchedule([Recipe.EpochAt(1 / 3.0, epochs), Recipe.EpochAt(2 / 3.0, epochs)], 0.1) }
            : first with { WarmupEpochs = Math.Min(first.WarmupEpochs, epochs - 1), Schedule = first.Schedule.Stretched(firstEpochs, epochs) };
        classifier = classifier with { LearningRate = ClassifierRate * classifier.LearningRate };
        return classifier with
        {
            Groups =
            [
                new(ClassMemory.NameIn(network), classifier with { LearningRate = CentroidRate * classifier.LearningRate }),
                new(network.HeadPrefix, classifier),
                new("", classifier with { LearningRate = FeatureRate * classifier.LearningRate }),
            ],
        };
    }

    /// <summary>CE + weight (attraction + 0.01 repulsion), where the centroids are moved by a gradient of their own; see <see cref="ClassCentroids"/>.</summary>
    /// <param name="Weight">Of the loss on features.</param>
    /// <param name="Margin">Of the repulsion.</param>
    /// <param name="CentroidGradient">Whether the weight counts for the centroids.</param>
    /// <param name="AddedLayers">First weights of what is added to the features.</param>
    public sealed record Loss(double Weight, double Margin, CentroidGradient CentroidGradient, AddedLayers AddedLayers) : Objective, IInitializesWeights
    {
        const double RepulsionWeight = 0.01;

        /// <inheritdoc/>
        public override int Version => 1;

        /// <summary>Sets each centroid to the mean of its class's features as the network gives them, and recalls by the trained classifier.</summary>
        public void Initialize(StageContext context)
        {
            if (AddedLayers == AddedLayers.Drawn) AddedFeatures.DrawAnew(context.Network, context.Seed, embedding: !context.StartedFrom!.Has(AddedFeatures.Prefixes[^1] + "weight"));
            FrozenNetwork features = new(context.Network);
            long[] shape = ClassMemory.Of(context.Network).shape;                               // [C, D]
            Tensor sums = BatchSum.Over(context.PlainBatches, batch =>
                zeros(shape, float64, context.Device).index_add_(0, batch.Labels, features.Features(batch.Images).to(float64), 1));
            Tensor counts = tensor(context.Counts.ToImmutableArray().Select(images => (double)images).ToArray(), device: context.Device);
            ClassMemory.Set(context.Network, sums / counts.unsqueeze(1), context.StartedFrom!);
        }

        /// <inheritdoc/>
        public override int? PhaseAt(int epoch) => 0;

        /// <inheritdoc/>
        public override StepFunction Bind(StageContext context)
        {
            Parameter centroids = ClassMemory.Of(context.Network);
            double pullWeight = CentroidGradient == CentroidGradient.Published ? 1 : Weight;
            return (batch, _) =>
            {
                Tensor direct = context.Network.Features(batch.Images);                         // [B, D], not yet enriched
                Tensor crossEntropy = nn.functional.cross_entropy(context.Network.Classify(direct), batch.Labels);
                Tensor attraction = ClassCentroids.Attraction(direct, batch.Labels, centroids.detach()).mean();
                Tensor repulsion = ClassCentroids.Repulsion(direct, batch.Labels, centroids, Margin);
                Tensor onFeatures = Weight * (attraction + RepulsionWeight * repulsion);
                Tensor pull = pullWeight * ClassCentroids.Pull(direct, batch.Labels, centroids);
                return new(crossEntropy + onFeatures + pull, [new("ce", crossEntropy), new("centroids", onFeatures)]);
            };
        }
    }
}
