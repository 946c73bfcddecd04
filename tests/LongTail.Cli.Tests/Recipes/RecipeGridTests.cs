using LongTail.Cli.Commands;
using LongTail.Cli.Tests.Fakes;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Recipes;
using LongTail.Stages;

namespace LongTail.Cli.Tests.Recipes;

public sealed class RecipeGridTests
{
    public static TheoryData<int, int, string, bool> Grid
    {
        get
        {
            TheoryData<int, int, string, bool> grid = [];
            foreach (int classes in new[] { 10, 100 })
                foreach (int ratio in new[] { 10, 50, 100 })
                    foreach (string method in new[] { "ce", "kd", "bkd" })
                        foreach (bool isShort in new[] { false, true })
                            grid.Add(classes, ratio, method, isShort);
            return grid;
        }
    }

    static readonly string[] s_large = ["imagenet-lt", "inaturalist2018", "places-lt"], s_methods = ["bkd", "ce", "kd"];

    static IEnumerable<string> Photographs => from set in s_large from method in s_methods select $"{set}-{method}";

    // BKD section 5.2; what it does not say is Kang et al.'s (methods.md section 2).
    [Theory]
    [InlineData("imagenet-lt", "resnet10", 512, 5e-4, 0.4)]
    [InlineData("inaturalist2018", "resnet50", 256, 1e-4, 0)]
    [InlineData("places-lt", "resnet152-caffe", 128, 5e-4, 0.4)]
    public void A_recipe_of_a_large_set_is_the_papers_setting(string set, string network, int batch, double decay, double jitter)
    {
        foreach (string method in s_methods)
        {
            Recipe recipe = RecipeBinder.Bind(CommonOptions.Recipe($"{set}-{method}", null));
            Assert.Equal((set, 224, 256), (recipe.Data.Set, recipe.Data.Pictures!.Size, recipe.Data.Pictures.ShorterSide));
            Assert.Equal((network, 90, batch), (recipe.Network.Label, recipe.Epochs, recipe.BatchSize));
            Assert.Equal((0.2, 0.9, decay, 0), (recipe.Optimizer.LearningRate, recipe.Optimizer.Momentum, recipe.Optimizer.WeightDecay, recipe.Optimizer.WarmupEpochs));
            Assert.IsType<CosineSchedule>(recipe.Optimizer.Schedule);
            Assert.Equal((0.08, jitter), (recipe.Augmentation.ResizedCrop!.MinArea, recipe.Augmentation.Jitter?.Brightness ?? 0));
            Assert.Equal(set == "places-lt" ? new PretrainedStart("caffe_resnet152.pth") { FreshHead = true } : null, recipe.Pretrained);
            Assert.Equal(set == "places-lt" ? TrainedPart.LastBlockAndHead : TrainedPart.Everything, recipe.Trained);
        }
    }

    [Fact]
    public void A_head_has_its_own_rate_and_new_heads_a_start_when_asked()
    {
        Recipe recipe = RecipeBinder.Bind(CommonOptions.Recipe("places-lt-oltr", null));
        Assert.Equal((0.001, 0.1), (recipe.Optimizer.For("layer1.0.conv1.weight").LearningRate, Math.Round(recipe.Optimizer.For("fc.weight").LearningRate, 12)));
        Stage stage = recipe.Method.Plan(recipe);
        OptimizerSpec second = stage.Optimizer;
        Assert.Equal(0.01, second.For("fc.weight").LearningRate, 1e-12);
        Assert.Equal(0.01, second.For("fc.centroids").LearningRate, 1e-12);
        Assert.Equal(0.0001, second.For("modulatedatt.g.weight").LearningRate, 1e-12);
        Assert.Equal((TrainedPart.AddedAndHead, TrainedPart.Everything), (stage.Trained, stage.StartFrom!.Trained));
        Assert.All([stage, stage.StartFrom!], of => Assert.Equal((true, 512), (((ImageNetResNet)of.Network).Embedding, ((ImageNetResNet)of.Network).EmbeddedFeatures)));
        Assert.Contains("Found data.subsetSeed 1 for fashion-lt, which is taken as it is: every seed would draw the same images.",
            Assert.Throws<RecipeException>(() => RecipeBinder.Bind(CommonOptions.Recipe("fashion-lt-ce", ["data.subsetSeed=1"]))).Message, StringComparison.Ordinal);
        Assert.Contains("network.replaceHead without network.weights",
            Assert.Throws<RecipeException>(() => RecipeBinder.Bind(CommonOptions.Recipe("fashion-lt-ce", ["network.replaceHead=true"]))).Message, StringComparison.Ordinal);
    }

    // The configurations of OLTR's and LFME's released code.
    [Fact]
    public void OLTR_and_LFME_on_ImageNet_LT_are_trained_as_their_authors_do()
    {
        Stage oltr = Planned("imagenet-lt-oltr");
        Assert.Equal((30, 60, 128, 128), (oltr.StartFrom!.Epochs, oltr.Epochs, oltr.StartFrom.BatchSize, oltr.BatchSize));
        Assert.Equal((0.1, 0.1, 0.01, 0.01), (oltr.StartFrom.Optimizer.LearningRate, oltr.Optimizer.For("fc.weight").LearningRate, Rounded(oltr, "layer1.0.conv1.weight"), Rounded(oltr, "fc.centroids")));
        Falls(oltr.StartFrom, 10, 20);
        Falls(oltr, 20, 40);

        Stage onPlaces = Planned("places-lt-oltr");
        Assert.Equal((30, 30), (onPlaces.StartFrom!.Epochs, onPlaces.Epochs));
        Falls(onPlaces.StartFrom, 10, 20);
        Falls(onPlaces, 10, 20);

        Stage lfme = Planned("imagenet-lt-lfme");
        Assert.Equal((90, 256, 0.1), (lfme.Epochs, lfme.BatchSize, lfme.Optimizer.LearningRate));
        Falls(lfme, 50, 80);
        Assert.Equal([(120, 128), (120, 64), (120, 32)], lfme.Teachers.Select(expert => (expert.Epochs, expert.BatchSize)));
        Assert.All(lfme.Teachers.Append(lfme), stage => Assert.Equal((5e-4, 512), (stage.Optimizer.WeightDecay, ((ImageNetResNet)stage.Network).EmbeddedFeatures)));

        static Stage Planned(string name)
        {
            Recipe recipe = RecipeBinder.Bind(CommonOptions.Recipe(name, null));
            return recipe.Method.Plan(recipe);
        }

        static double Rounded(Stage stage, string parameter) => Math.Round(stage.Optimizer.For(parameter).LearningRate, 12);

        static void Falls(Stage stage, params int[] at)
        {
            StepSchedule schedule = Assert.IsType<StepSchedule>(stage.Optimizer.Schedule);
            Assert.Equal(0.1, schedule.Factor);
            Assert.Equal<int>(at, schedule.DropAt);
        }
    }

    // methods.md sections 2 and 4.7: 90 epochs, the rate of 0.05 a tenth at 60 and 80, batches of 128, a mix of period 100.
    [Fact]
    public void BBN_on_iNaturalist_is_trained_as_its_authors_do()
    {
        Recipe recipe = RecipeBinder.Bind(CommonOptions.Recipe("inaturalist2018-bbn", null));
        Assert.Equal((90, 128, 0.05, 1e-4, true, 0), (recipe.Epochs, recipe.BatchSize, recipe.Optimizer.LearningRate, recipe.Optimizer.WeightDecay, recipe.Optimizer.Nesterov, recipe.Optimizer.WarmupEpochs));
        StepSchedule schedule = Assert.IsType<StepSchedule>(recipe.Method.Plan(recipe).Optimizer.Schedule);
        Assert.Equal(0.1, schedule.Factor);
        Assert.Equal<int>([60, 80], schedule.DropAt);
        Assert.Equal(100, ((BilateralBranch.Loss)recipe.Method.Plan(recipe).Objective).Period, 0.01);
    }

    [Fact]
    public void A_larger_teacher_has_weights_of_its_own_and_needs_a_network_for_them()
    {
        string[] changes = ["network.teacherWeights=teacher.pth", "method.teacherNetwork=resnet20"];
        Recipe recipe = RecipeBinder.Bind(CommonOptions.Recipe("fashion-lt-bkd", changes));
        Assert.Equal((null, new PretrainedStart("teacher.pth")), (recipe.Pretrained, recipe.TeacherPretrained));
        recipe = RecipeBinder.Bind(CommonOptions.Recipe("fashion-lt-bkd", [.. changes, "network.weights=student.pth", "network.replaceHead=true"]));
        Assert.Equal((new PretrainedStart("student.pth") { FreshHead = true }, new PretrainedStart("teacher.pth") { FreshHead = true }), (recipe.Pretrained, recipe.TeacherPretrained));
        foreach (string named in (string[])["fashion-lt-bkd", "fashion-lt-ce"])
            Assert.Contains("Found network.teacherWeights teacher.pth without a network for it, expected method.teacherNetwork beside them",
                Assert.Throws<RecipeException>(() => RecipeBinder.Bind(CommonOptions.Recipe(named, changes[..1]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_recipes_are_the_grid_and_the_embedded_set()
    {
        IEnumerable<string> grid = Grid.Select(cell => NameOf(cell.Data.Item1, cell.Data.Item2, cell.Data.Item3, cell.Data.Item4));
        Assert.Equal([.. grid.Concat(["fashion-lt-bkd", "fashion-lt-ce", "fashion-lt-kd", .. Photographs, "imagenet-lt-lfme", "imagenet-lt-oltr", "inaturalist2018-bbn", "inaturalist2018-crt", "photos", "places-lt-oltr"]).Order(StringComparer.Ordinal)], RecipeLibrary.Names);
    }

    /// <summary>What users have trained is found by these keys, of the stages before fingerprints of the data: a change trains it anew.</summary>
    [Fact]
    public void Keys_of_the_shipped_recipes_never_change()
    {
        Snapshot.Exactly(string.Concat(RecipeLibrary.Names.Select(Line)), "recipe-keys");

        static string Line(string name)
        {
            Recipe recipe = RecipeLibrary.Load(name);
            return $"{name} {recipe.Method.Plan(recipe).Key.Hex}\n";
        }
    }

    [Theory, MemberData(nameof(Grid))]
    public void A_recipe_of_the_grid_is_the_papers_setting(int classes, int ratio, string method, bool isShort)
    {
        string name = NameOf(classes, ratio, method, isShort);
        int epochs = isShort ? 30 : 200;
        Recipe recipe = RecipeBinder.Bind(CommonOptions.Recipe(name, null));

        Assert.Equal(name, recipe.Name);
        Assert.Equal(new TrainingSet { Set = $"cifar{classes}", Profile = new ExponentialProfile(ratio), SubsetSeed = 0 }, recipe.Data);
        Assert.Equal(new CifarResNet { Depth = 32, Width = 16, Head = new LinearHead() }, recipe.Network);
        Assert.Equal((epochs, 128, 0, isShort ? 3 : 1), (recipe.Epochs, recipe.BatchSize, recipe.Seed, recipe.EvaluateEvery));
        Assert.Equal(new Shuffled(), recipe.Sampling);
        Assert.Equal(new AugmentationSpec { CropPadding = 4, Flip = true, Normalization = Normalization.Cifar }, recipe.Augmentation);
        Assert.Equal((0.1, 0.9, 2e-4, false), (recipe.Optimizer.LearningRate, recipe.Optimizer.Momentum, recipe.Optimizer.WeightDecay, recipe.Optimizer.Nesterov));

        StepSchedule schedule = Assert.IsType<StepSchedule>(recipe.Optimizer.Schedule);
        Assert.Equal(0.01, schedule.Factor);
        Assert.Equal<int>(isShort ? [24, 27] : [160, 180], schedule.DropAt);
        Assert.Equal(5, recipe.Optimizer.WarmupEpochs);

        double deferral = classes == 10 ? 0.8 : 0;   // BKD section 5.2: CIFAR-10 only
        Method expected = method switch
        {
            "ce" => new CrossEntropy(),
            "kd" => new KnowledgeDistillation { Temperature = 2 },
            _ => new BalancedDistillation { Temperature = 2, Beta = 0.9999, DeferUntil = deferral },
        };
        Assert.Equal(expected, recipe.Method);
    }

    [Theory, MemberData(nameof(Grid))]
    public void The_description_names_the_papers_accuracy(int classes, int ratio, string method, bool isShort)
    {
        // methods.md 6.1 = the paper's tables, ratio 100 / 50 / 10.
        string[] accuracies = (classes, method) switch
        {
            (10, "ce") => ["70.36", "74.81", "86.39"],
            (10, "kd") => ["70.69", "77.92", "87.48"],
            (10, _) => ["81.72", "83.81", "89.21"],
            (_, "ce") => ["38.32", "43.85", "55.71"],
            (_, "kd") => ["40.36", "45.49", "59.22"],
            (_, _) => ["45.00", "49.64", "61.33"],
        };
        string accuracy = accuracies[ratio switch { 100 => 0, 50 => 1, _ => 2 }];
        Assert.Contains(accuracy, CommonOptions.Recipe(NameOf(classes, ratio, method, isShort), null).Text("about"), StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_of_one_cell_share_their_teacher()
    {
        StageOf("cifar10-lt-100-ce", out Stage ce);
        StageOf("cifar10-lt-100-kd", out Stage kd);
        StageOf("cifar10-lt-100-bkd", out Stage bkd);
        Assert.Equal(ce.Key, kd.Teachers.Single().Key);
        Assert.Equal(ce.Key, bkd.Teachers.Single().Key);
    }

    [Theory]
    [InlineData("fashion-lt-ce")]
    [InlineData("fashion-lt-kd")]
    [InlineData("fashion-lt-bkd")]
    public void The_recipes_of_the_embedded_set_need_no_folder(string name)
    {
        Recipe recipe = RecipeBinder.Bind(CommonOptions.Recipe(name, null));
        Assert.False(DataCatalog.Find(recipe.Data.Set).NeedsFolder);
        Assert.IsType<CosineSchedule>(recipe.Optimizer.Schedule);
        Assert.Equal(0, recipe.Optimizer.WarmupEpochs);
    }

    static void StageOf(string recipe, out Stage stage)
    {
        Recipe bound = RecipeBinder.Bind(CommonOptions.Recipe(recipe, null));
        stage = bound.Method.Plan(bound);
    }

    static string NameOf(int classes, int ratio, string method, bool isShort) => $"cifar{classes}-lt-{ratio}-{method}{(isShort ? "-short" : "")}";
}
