using System.Reflection;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Stages;

namespace LongTail.Tests.Stages;

/// <summary>Whatever can change the weights changes the key: every property of every record that a stage is made of, one at a time.</summary>
public class StageChangeTests
{
    static readonly Stage _stage = PaperRecipe.Balanced;

    static readonly Dictionary<string, Stage> _changed = new()
    {
        ["Stage.Data"] = With(data => data with { Set = "cifar100" }),
        ["Stage.Subset"] = _stage with { Subset = new(GroupConvention.Kang, ShotGroup.Many) },
        ["Stage.Feedback"] = _stage with { Feedback = Feedback.Training },
        ["ClassSubset.Convention"] = _stage with { Subset = new(GroupConvention.Oltr, ShotGroup.Many) },
        ["ClassSubset.Group"] = _stage with { Subset = new(GroupConvention.Kang, ShotGroup.Few) },
        ["Stage.Sampling"] = _stage with { Sampling = new ClassBalanced() },
        ["Stage.PairedWith"] = _stage with { PairedWith = new Shuffled() },
        ["Stage.Augmentation"] = With((AugmentationSpec augmentation) => augmentation with { Flip = false, CropPadding = 0 }),
        ["Stage.Network"] = _stage with { Network = new CifarResNet { Depth = 20 } },
        ["Stage.Objective"] = _stage with { Objective = new CrossEntropy.Loss() },
        ["Stage.Optimizer"] = With(optimizer => optimizer with { LearningRate = 0.2, Momentum = 0.8 }),
        ["Stage.Epochs"] = _stage with { Epochs = 199 },
        ["Stage.BatchSize"] = _stage with { BatchSize = 127 },
        ["Stage.Seed"] = _stage with { Seed = 1 },
        ["Stage.Generation"] = _stage with { Generation = 2 },
        ["Stage.EvaluateEvery"] = _stage with { EvaluateEvery = 2 },
        ["Stage.Trained"] = _stage with { Trained = TrainedPart.Head },
        ["Stage.Trained, last block"] = _stage with { Trained = TrainedPart.LastBlockAndHead },
        ["Stage.Pretrained"] = _stage with { Pretrained = new("w.pth") },
        ["PretrainedStart.Fingerprint"] = _stage with { Pretrained = new("w.pth") { Fingerprint = "1" } },
        ["PretrainedStart.FreshHead"] = _stage with { Pretrained = new("w.pth") { FreshHead = true } },
        ["Stage.StartWith"] = _stage with { StartWith = StartingWeights.Features },
        ["Stage.StartEpoch"] = _stage with { StartEpoch = WeightsEpoch.BestOnValidation },
        ["Stage.StartEpoch, on test"] = _stage with { StartEpoch = WeightsEpoch.BestOnTest },
        ["Stage.FrozenStatistics"] = _stage with { FrozenStatistics = true },
        ["Stage.StartFrom"] = _stage with { StartFrom = PaperRecipe.CrossEntropy },
        ["Stage.Teachers"] = _stage with { Teachers = [] },
        ["Stage.TeacherEpoch"] = _stage with { TeacherEpoch = WeightsEpoch.BestOnValidation },
        ["Stage.TeacherEpoch, on test"] = _stage with { TeacherEpoch = WeightsEpoch.BestOnTest },
        ["TrainingSet.Set"] = With(data => data with { Set = "cifar101" }),
        ["TrainingSet.Pictures"] = With(data => data with { Pictures = new() }),
        ["PictureSource.Size"] = With(data => data with { Pictures = new() { Size = 192 } }),
        ["PictureSource.ShorterSide"] = With(data => data with { Pictures = new() { ShorterSide = 224 } }),
        ["PictureSource.PackedSide"] = With(data => data with { Pictures = new() { PackedSide = 256 } }),
        ["TrainingSet.Profile"] = With(data => data with { Profile = new AsItIs() }),
        ["TrainingSet.SubsetSeed"] = With(data => data with { SubsetSeed = 1 }),
        ["TrainingSet.Fingerprint"] = With(data => data with { Fingerprint = new('1', 64) }),
        ["ExponentialProfile.Ratio"] = With(data => data with { Profile = new ExponentialProfile(100.00000000000001) }),
        ["ExponentialProfile.Largest"] = With(data => data with { Profile = new ExponentialProfile(100) { Largest = 5000 } }),
        ["AugmentationSpec.CropPadding"] = With((AugmentationSpec augmentation) => augmentation with { CropPadding = 3 }),
        ["AugmentationSpec.Flip"] = With((AugmentationSpec augmentation) => augmentation with { Flip = false }),
        ["AugmentationSpec.ResizedCrop"] = With((AugmentationSpec augmentation) => augmentation with { ResizedCrop = new() }),
        ["ResizedCrop.MinArea"] = With((AugmentationSpec augmentation) => augmentation with { ResizedCrop = new() { MinArea = 0.2 } }),
        ["AugmentationSpec.Jitter"] = With((AugmentationSpec augmentation) => augmentation with { Jitter = new() }),
        ["ColorJitter.Saturation"] = With((AugmentationSpec augmentation) => augmentation with { Jitter = new() { Saturation = 0 } }),
        ["ColorJitter.Hue"] = With((AugmentationSpec augmentation) => augmentation with { Jitter = new() { Hue = 0.1 } }),
        ["AugmentationSpec.Policy"] = With((AugmentationSpec augmentation) => augmentation with { Policy = new RandAugmentPolicy() }),
        ["RandAugmentPolicy.Operations"] = With((AugmentationSpec augmentation) => augmentation with { Policy = new RandAugmentPolicy { Operations = 1 } }),
        ["RandAugmentPolicy.Strength"] = With((AugmentationSpec augmentation) => augmentation with { Policy = new RandAugmentPolicy { Strength = 10 } }),
        ["AutoAugmentPolicy"] = With((AugmentationSpec augmentation) => augmentation with { Policy = new AutoAugmentPolicy(AutoAugmentData.Cifar10) }),
        ["AutoAugmentPolicy.Found"] = With((AugmentationSpec augmentation) => augmentation with { Policy = new AutoAugmentPolicy(AutoAugmentData.ImageNet) }),
        ["AugmentationSpec.Cutout"] = With((AugmentationSpec augmentation) => augmentation with { Cutout = 16 }),
        ["AugmentationSpec.Mixing"] = With((AugmentationSpec augmentation) => augmentation with { Mixing = new() { Kind = MixingKind.Mixup } }),
        ["LabelMixing.Kind"] = With((AugmentationSpec augmentation) => augmentation with { Mixing = new() { Kind = MixingKind.CutMix } }),
        ["LabelMixing.Alpha"] = With((AugmentationSpec augmentation) => augmentation with { Mixing = new() { Kind = MixingKind.Mixup, Alpha = 0.2 } }),
        ["LabelMixing.Probability"] = With((AugmentationSpec augmentation) => augmentation with { Mixing = new() { Kind = MixingKind.Mixup, Probability = 0.5 } }),
        ["AugmentationSpec.Normalization"] = With((AugmentationSpec augmentation) => augmentation with { Normalization = Normalization.Mnist }),
        ["Normalization.Mean"] = With((AugmentationSpec augmentation) => augmentation with { Normalization = Normalization.Cifar with { Mean = [0.4914, 0.4822, 0.4466] } }),
        ["Normalization.Deviation"] = With((AugmentationSpec augmentation) => augmentation with { Normalization = Normalization.Cifar with { Deviation = [0.2023, 0.1994, 0.2011] } }),
        ["CifarResNet.Depth"] = _stage with { Network = new CifarResNet { Depth = 44 } },
        ["CifarResNet.Width"] = _stage with { Network = new CifarResNet { Depth = 32, Width = 32 } },
        ["CifarResNet.Precision"] = _stage with { Network = new CifarResNet { Depth = 32, Precision = Precision.BFloat16 } },
        ["CifarResNet.Head"] = _stage with { Network = new CifarResNet { Depth = 32, Head = new CosineHead(16) } },
        ["CifarResNet.Bilateral"] = _stage with { Network = new CifarResNet { Depth = 32, Bilateral = true } },
        ["CifarResNet.Attention"] = _stage with { Network = new CifarResNet { Depth = 32, Attention = new(32, 32) } },
        ["CifarResNet.Embedding"] = _stage with { Network = new CifarResNet { Depth = 32, Embedding = true } },
        ["CifarResNet.EmbeddedFeatures"] = _stage with { Network = new CifarResNet { Depth = 32, Embedding = true, EmbeddedFeatures = 12 } },
        ["ImageNetResNet.Depth"] = _stage with { Network = new ImageNetResNet { Depth = 101 } },
        ["ImageNetResNet.Groups"] = _stage with { Network = new ImageNetResNet { Depth = 50, Groups = 32 } },
        ["ImageNetResNet.WidthPerGroup"] = _stage with { Network = new ImageNetResNet { Depth = 50, WidthPerGroup = 4 } },
        ["ImageNetResNet.Strides"] = _stage with { Network = new ImageNetResNet { Depth = 50, Strides = BottleneckStrides.Caffe } },
        ["ImageNetResNet.Bilateral"] = _stage with { Network = new ImageNetResNet { Depth = 50, Bilateral = true } },
        ["OptimizerSpec.LearningRate"] = With(optimizer => optimizer with { LearningRate = 0.10000000000000002 }),
        ["OptimizerSpec.Momentum"] = With(optimizer => optimizer with { Momentum = 0.91 }),
        ["OptimizerSpec.WeightDecay"] = With(optimizer => optimizer with { WeightDecay = 5e-4 }),
        ["OptimizerSpec.Nesterov"] = With(optimizer => optimizer with { Nesterov = true }),
        ["OptimizerSpec.WarmupEpochs"] = With(optimizer => optimizer with { WarmupEpochs = 4 }),
        ["OptimizerSpec.WarmupFrom"] = With(optimizer => optimizer with { WarmupFrom = 0.5 }),
        ["OptimizerSpec.Schedule"] = With(optimizer => optimizer with { Schedule = new CosineSchedule() }),
        ["OptimizerSpec.Groups"] = With(optimizer => optimizer with { Groups = [new("linear.", new())] }),
        ["StepSchedule.DropAt"] = With(optimizer => optimizer with { Schedule = new StepSchedule([160, 181], 0.01) }),
        ["StepSchedule.Factor"] = With(optimizer => optimizer with { Schedule = new StepSchedule([160, 180], 0.1) }),
        ["Loss.Temperature"] = _stage with { Objective = new BalancedDistillation.Loss(3, 0.9999, 160) },
        ["Loss.Beta"] = _stage with { Objective = new BalancedDistillation.Loss(2, 0.999, 160) },
        ["Loss.Kappa"] = _stage with { Objective = new BalancedDistillation.Loss(2, 0.9999, 160) { Kappa = 0.5 } },
        ["Loss.Unnormalized"] = _stage with { Objective = new BalancedDistillation.Loss(2, 0.9999, 160) { Unnormalized = true } },
        ["Loss.DeferUntil"] = _stage with { Objective = new BalancedDistillation.Loss(2, 0.9999, 161) },
    };

    public static TheoryData<string> Properties => [.. _changed.Keys];

    [Theory, MemberData(nameof(Properties))]
    public void Changing_one_property_changes_the_key(string property) => Assert.NotEqual(_stage.Key, _changed[property].Key);

    [Fact]
    public void No_two_of_these_changes_give_the_same_key() =>
        Assert.Equal(_changed.Count, _changed.Values.Select(stage => stage.Key).Distinct().Count());

    [Fact]
    public void Raising_the_version_of_a_loss_changes_the_key() =>
        Assert.NotEqual((_stage with { Objective = new Renewed(1) }).Key, (_stage with { Objective = new Renewed(2) }).Key);

    /// <summary>A new property must be added above, or carry NotInKey. Versions and revisions are no one's to choose.</summary>
    [Fact]
    public void No_property_is_forgotten_here()
    {
        object[] parts = [_stage, _stage.Data, _stage.Data.Profile, _stage.Augmentation, _stage.Augmentation.Normalization, _stage.Network,
            _stage.Optimizer, _stage.Optimizer.Schedule, _stage.Objective];
        IEnumerable<string> properties = parts.Select(part => part.GetType()).SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => !property.IsDefined(typeof(NotInKeyAttribute))).Select(property => $"{type.Name}.{property.Name}"));
        Assert.Empty(properties.Except(_changed.Keys).Except(["Loss.Version", "Stage.Revision"]));
    }

    /// <summary>The text of a stage takes in every property it finds, but these: nothing else can be left out of a key unnoticed.</summary>
    [Fact]
    public void What_keys_leave_out_is_listed_here()
    {
        IEnumerable<string> left = typeof(Stage).Assembly.GetTypes().SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(property => property.IsDefined(typeof(NotInKeyAttribute))).Select(property => $"{type.DeclaringType?.Name}{(type.IsNested ? "." : "")}{type.Name}.{property.Name}"));
        Assert.Equal(_notInKey, left.Where(name => !name.EndsWith(".TakesMixedLabels", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    // Beside what a loss says of itself: what is computed from the rest, names for people, and where files are that a fingerprint stands for.
    static readonly string[] _notInKey =
    [
        "BalancedDistillation.Loss.Before", "CifarResNet.HeadPrefix", "DeferredReweighting.Loss.Before", "ImageNetResNet.HasBottlenecks",
        "ImageNetResNet.HeadPrefix", "MarginTraining.Loss.Before", "NetworkSpec.HeadPrefix", "NetworkSpec.Label", "PictureSource.ClassList",
        "PictureSource.GroupBy", "PictureSource.MostPixels", "PictureSource.MostUnreadable", "PictureSource.SplitSeed", "PictureSource.TestFraction",
        "PictureSource.TestList", "PictureSource.TrainList", "PictureSource.ValidationList", "PretrainedStart.File", "ResidualNetwork.Label",
        "Stage.Key", "Stage.Method", "Stage.Streams",
    ];

    static Stage With(Func<TrainingSet, TrainingSet> change) => _stage with { Data = change(_stage.Data) };

    static Stage With(Func<AugmentationSpec, AugmentationSpec> change) => _stage with { Augmentation = change(_stage.Augmentation) };

    static Stage With(Func<OptimizerSpec, OptimizerSpec> change) => _stage with { Optimizer = change(_stage.Optimizer) };

    sealed record Renewed([property: NotInKey] int Number) : Objective
    {
        public override int Version => Number;

        public override StepFunction Bind(StageContext context) => throw new NotSupportedException();
    }
}
