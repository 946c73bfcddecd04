using LongTail.Data;
using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Pictures;
using LongTail.Stages;

namespace LongTail.Recipes;

/// <summary>Turns checked values into the library's recipe; moments become whole epochs here.</summary>
static class RecipeBinder
{
    public static Recipe Bind(CompleteRecipe from) => Bind(from, NetworkOf(from));

    static Recipe Bind(CompleteRecipe from, ResidualNetwork network) => new()
    {
        Name = from.Text("name"),
        Data = new()
        {
            Set = from.Text("data.set"),
            Profile = ProfileOf(from),
            SubsetSeed = SubsetSeedOf(from),
            Pictures = PictureSets.Names.Contains(from.Text("data.set")) ? PicturesOf(from) : null,
        },
        Network = network,
        Pretrained = PretrainedOf(from, "network.weights"),
        TeacherPretrained = TeacherPretrainedOf(from),
        Trained = TrainedPartWord.Read(from.Text("network.trained")),
        Method = MethodSettings.Bind(from, network),
        Augmentation = AugmentationBinder.Bind(from),
        Sampling = SamplingOf(from.Text("sampling")),
        Optimizer = OptimizerOf(from, network.HeadPrefix),
        Epochs = from.Whole("epochs"),
        BatchSize = from.Whole("batchSize"),
        Seed = from.Whole("seed"),
        EvaluateEvery = from.Whole("evaluateEvery"),
    };

    static ResidualNetwork NetworkOf(CompleteRecipe from) => (NetworkName.Find(from.Text("network.name"))! switch
    {
        CifarResNet small => small with { Width = from.Whole("network.width") },
        ImageNetResNet large when from.Has("network.strides") => large with { Strides = from.Text("network.strides") == "caffe" ? BottleneckStrides.Caffe : BottleneckStrides.Torchvision },
        var other => other,
    }) with
    {
        Precision = PrecisionWord.Read(from.Text("network.precision")),
        Head = from.Text("network.head") == "cosine" ? new CosineHead(from.Number("network.scale")) : new LinearHead(),
    };

    static PictureSource PicturesOf(CompleteRecipe from) => from.Whole("data.resize") is > 0 and var side ? SourceOf(from) with { ShorterSide = side } : SourceOf(from);

    static PictureSource SourceOf(CompleteRecipe from) => new()
    {
        Size = from.Whole("data.size"),
        PackedSide = from.Whole("data.packedSide"),
        TrainList = TextOrNull("data.train", from),
        TestList = TextOrNull("data.test", from),
        ValidationList = TextOrNull("data.validation", from),
        ClassList = TextOrNull("data.classes", from),
        TestFraction = from.Has("data.testFraction") ? from.Number("data.testFraction") : new PictureSource().TestFraction,
        SplitSeed = from.Has("data.splitSeed") ? from.Whole("data.splitSeed") : 0,
        GroupBy = TextOrNull("data.groupBy", from),
        MostPixels = from.Has("data.mostPixels") ? from.Whole("data.mostPixels") : new PictureSource().MostPixels,
        MostUnreadable = from.Has("data.mostUnreadable") ? from.Number("data.mostUnreadable") : 0,
    };

    static string? TextOrNull(string path, CompleteRecipe from) => from.Has(path) && from.Text(path) is { Length: > 0 } text ? text : null;

    static LongTailProfile ProfileOf(CompleteRecipe from) => from.Text("data.profile") switch
    {
        "exponential" => new ExponentialProfile(from.Number("data.ratio")),
        "step" => new StepProfile(from.Number("data.ratio")) { TailFraction = from.Number("data.tailFraction") },
        "pareto" => new ParetoProfile(from.Number("data.power"), from.Whole("data.largest"), from.Whole("data.smallest")),
        _ => new AsItIs(),
    };

    // A seed that draws nothing would be in the key all the same, and train the same network again.
    static int SubsetSeedOf(CompleteRecipe from) => from.Whole("data.subsetSeed") is var seed && (seed == 0 || ProfileOf(from) is not AsItIs) ? seed
        : throw new RecipeException($"Found data.subsetSeed {seed} for {SafeText.Of(from.Text("data.set"))}, which is taken as it is: every seed would draw the same images. Leave it out, or name a cut, such as data.profile=exponential and data.ratio=100.");

    static Sampling SamplingOf(string name) => name switch
    {
        "class-balanced" => new ClassBalanced(),
        "reversed" => new Reversed(),
        "square-root" => new SquareRoot(),
        _ => new Shuffled(),
    };

    static PretrainedStart? PretrainedOf(CompleteRecipe from, string path) =>
        TextOrNull(path, from) is { } file ? new(file) { FreshHead = from.Flag("network.replaceHead") }
        : !from.Flag("network.replaceHead") || TextOrNull("network.weights", from) is not null || TextOrNull("network.teacherWeights", from) is not null ? null
        : throw new RecipeException("Found network.replaceHead without network.weights, expected it with pretrained weights only: a network without them has a fresh head already.");

    static PretrainedStart? TeacherPretrainedOf(CompleteRecipe from) =>
        PretrainedOf(from, "network.teacherWeights") is not { } start ? null
        : from.Has("method.teacherNetwork") && from.Text("method.teacherNetwork") != MethodSettings.Same ? start
        : throw new RecipeException($"Found network.teacherWeights {start.File} without a network for it, expected method.teacherNetwork beside them: a teacher of the student's own network starts from network.weights.");

    static OptimizerSpec OptimizerOf(CompleteRecipe from, string headPrefix)
    {
        OptimizerSpec whole = WholeOptimizerOf(from);
        return from.Number("optimizer.headRate") is var factor && factor == 1 ? whole
            : whole with { Groups = [new(headPrefix, whole with { LearningRate = factor * whole.LearningRate })] };
    }

    static OptimizerSpec WholeOptimizerOf(CompleteRecipe from) => new()
    {
        LearningRate = from.Number("optimizer.learningRate"),
        Momentum = from.Number("optimizer.momentum"),
        WeightDecay = from.Number("optimizer.weightDecay"),
        Nesterov = from.Flag("optimizer.nesterov"),
        WarmupEpochs = from.WarmupEpochs,
        Schedule = from.Text("optimizer.schedule") == "cosine" ? new CosineSchedule()
            : new StepSchedule(from.EpochList("optimizer.dropAt"), from.Number("optimizer.dropFactor")),
    };
}
