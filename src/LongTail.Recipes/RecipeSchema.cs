using System.Collections.Immutable;
using System.Text.Json;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;
using LongTail.Pictures;
using LongTail.Stages;

namespace LongTail.Recipes;

/// <summary>Everything a recipe may say, in the order it is written.</summary>
static class RecipeSchema
{
    /// <summary>A crop of the original size after padding.</summary>
    public const string Padded = "padded";

    /// <summary>A part of random size and shape, brought to the size that the network sees.</summary>
    public const string Resized = "resized";

    static readonly Choice s_pictures = new("data.set", [.. PictureSets.Names]);
    static readonly Choice s_withLists = new("data.set", [.. PictureSets.WithLists]);
    static readonly Choice s_validated = new("data.set", [.. PictureSets.WithValidationLists]);
    static readonly Choice s_divided = new("data.set", [PictureSets.Folders, .. PictureSets.WithLists]);

    // What holds when nothing is said is what the library's records hold, where one of them has it.
    static readonly PictureSource s_source = new();
    static readonly CifarResNet s_network = new() { Depth = 32 };
    static readonly OptimizerSpec s_optimizer = new();
    static readonly AugmentationSpec s_augmentation = new() { Normalization = Normalization.Cifar };
    static readonly RandAugmentPolicy s_policy = new();
    static readonly LabelMixing s_mixing = new() { Kind = MixingKind.Mixup };
    static readonly Recipe s_recipe = new() { Name = "", Data = new() { Set = PictureSets.Folders }, Network = s_network, Method = new CrossEntropy(), Augmentation = s_augmentation };

    /// <summary>All keys.</summary>
    public static ImmutableArray<RecipeKey> Keys { get; } =
    [
        new("name", new TextRule("[A-Za-z0-9._-]{1,100}", "1 to 100 letters, digits, dots, dashes or underscores"), null),
        new("about", new TextRule(".{0,2000}", "text of at most 2000 characters"), "\"\""),

        new("data.set", new ChoiceRule([.. DataCatalog.Names]), null) { Decides = true },
        new("data.train", new TextRule(".{1,1000}", "the path of a list below the data folder, such as train.txt"), null) { OnlyFor = s_withLists },
        new("data.test", new TextRule(".{0,1000}", "the path of a list below the data folder, or nothing to hold some training pictures out"), "\"\"") { OnlyFor = s_withLists },
        new("data.validation", new TextRule(".{0,1000}", "the path of a list below the data folder, or nothing"), "\"\"") { OnlyFor = s_validated },
        new("data.classes", new TextRule(".{0,1000}", "the path of a file below the data folder with the name of a class on each line, or nothing"), "\"\"") { OnlyFor = new("data.set", PictureSets.List) },
        new("data.testFraction", new NumberRule(0, 1) { WithoutLow = true, WithoutHigh = true }, Json(s_source.TestFraction)) { OnlyFor = s_divided },
        new("data.splitSeed", new WholeRule(0), Json(s_source.SplitSeed)) { OnlyFor = s_divided },
        new("data.groupBy", new TextRule(".{0,1000}", "a regular expression, or nothing"), "\"\"") { OnlyFor = s_divided },
        new("data.mostUnreadable", new NumberRule(0, 1), null)
        {
            OnlyFor = s_pictures,
            Defaults = PictureSets.Names.ToImmutableDictionary(set => set, set => set == PictureSets.Folders ? "0.01" : "0"),
        },
        new("data.mostPixels", new WholeRule(1, 500_000_000), Json(s_source.MostPixels)) { OnlyFor = s_pictures },
        new("data.size", new WholeRule(8, 4096), Json(s_source.Size)) { OnlyFor = s_pictures },
        new("data.resize", new WholeRule(0, 8192), "0") { OnlyFor = s_pictures },
        new("data.packedSide", new WholeRule(0, 8192), Json(s_source.PackedSide)) { OnlyFor = s_pictures },
        new("data.profile", new ChoiceRule("as-it-is", "exponential", "step", "pareto"), "\"as-it-is\"") { Decides = true },
        new("data.ratio", new NumberRule(1, 1_000_000), null) { OnlyFor = new("data.profile", "exponential", "step") },
        new("data.tailFraction", new NumberRule(0, 1) { WithoutLow = true, WithoutHigh = true }, Json(new StepProfile(1).TailFraction)) { OnlyFor = new("data.profile", "step") },
        new("data.power", new NumberRule(0, 1000) { WithoutLow = true }, "6") { OnlyFor = new("data.profile", "pareto") },
        new("data.largest", new WholeRule(1), null) { OnlyFor = new("data.profile", "pareto") },
        new("data.smallest", new WholeRule(1), "5") { OnlyFor = new("data.profile", "pareto") },
        new("data.subsetSeed", new WholeRule(0), Json(s_recipe.Data.SubsetSeed)),

        new("network.name", new NetworkRule(), "\"resnet32\"") { Decides = true },
        new("network.width", new WholeRule(2, 1024) { Even = true }, Json(s_network.Width)) { OnlyFor = new("network.name", [.. NetworkName.Photographs]) { Except = true } },
        new("network.strides", new ChoiceRule("torchvision", "caffe"), "\"torchvision\"") { OnlyFor = new("network.name", [.. NetworkName.Bottlenecks]) },
        new("network.precision", new ChoiceRule([.. PrecisionWord.All]), "\"fp32\""),
        new("network.head", new ChoiceRule("linear", "cosine"), "\"linear\"") { Decides = true },
        new("network.scale", new NumberRule(0, 1000) { WithoutLow = true }, "16") { OnlyFor = new("network.head", "cosine") },

        new("network.weights", new TextRule(".{0,1000}", "the path of pretrained weights below the data folder or the working directory, or nothing for freshly drawn ones"), "\"\""),
        new("network.teacherWeights", new TextRule(".{0,1000}", "the path of pretrained weights for method.teacherNetwork, or nothing for freshly drawn ones"), "\"\""),
        new("network.replaceHead", new FlagRule(), "false"),
        new("network.trained", new ChoiceRule([.. TrainedPartWord.All]), $"\"{TrainedPartWord.Everything}\""),

        new("method.name", new ChoiceRule([.. MethodCatalog.All.Select(m => m.Name)]), null) { Decides = true },
        .. MethodSettings.Keys,

        new("epochs", new WholeRule(1, 1_000_000), Json(s_recipe.Epochs)),
        new("batchSize", new WholeRule(1, 65_536), Json(s_recipe.BatchSize)),
        new("seed", new WholeRule(int.MinValue), Json(s_recipe.Seed)),
        new("evaluateEvery", new WholeRule(1), Json(s_recipe.EvaluateEvery)),
        new("sampling", new ChoiceRule("instance", "class-balanced", "reversed", "square-root"), "\"instance\""),

        new("optimizer.learningRate", new NumberRule(0, 1000) { WithoutLow = true }, Json(s_optimizer.LearningRate)),
        new("optimizer.headRate", new NumberRule(0, 1_000_000) { WithoutLow = true }, "1"),
        new("optimizer.momentum", new NumberRule(0, 1) { WithoutHigh = true }, Json(s_optimizer.Momentum)),
        new("optimizer.weightDecay", new NumberRule(0, 1), Json(s_optimizer.WeightDecay)),
        new("optimizer.nesterov", new FlagRule(), Json(s_optimizer.Nesterov)),
        new("optimizer.warmup", new WholeRule(0, 1_000_000), Json(s_optimizer.WarmupEpochs)),
        new("optimizer.schedule", new ChoiceRule("step", "cosine"), "\"step\"") { Decides = true },
        new("optimizer.dropAt", new FractionsRule(), "[0.8, 0.9]") { OnlyFor = new("optimizer.schedule", "step") },
        new("optimizer.dropFactor", new NumberRule(0, 1) { WithoutLow = true }, "0.01") { OnlyFor = new("optimizer.schedule", "step") },

        new("augmentation.crop", new ChoiceRule(Padded, Resized), null)
        {
            Decides = true,
            OnlyFor = new("data.set", [.. DataCatalog.Names]),
            Defaults = DataCatalog.Names.ToImmutableDictionary(set => set, set => PictureSets.Names.Contains(set) ? $"\"{Resized}\"" : $"\"{Padded}\""),
        },
        new("augmentation.cropPadding", new WholeRule(0, 256), Json(s_augmentation.CropPadding)) { OnlyFor = new("augmentation.crop", Padded) },
        new("augmentation.minArea", new NumberRule(0, 1) { WithoutLow = true }, Json(new ResizedCrop().MinArea)) { OnlyFor = new("augmentation.crop", Resized) },
        new("augmentation.flip", new FlagRule(), Json(s_augmentation.Flip)),
        new("augmentation.jitter", new NumberRule(0, 1), "0"),
        new("augmentation.hue", new NumberRule(0, 0.5), "0"),
        new("augmentation.policy", new ChoiceRule([.. PolicyWord.All]), $"\"{PolicyWord.None}\"") { Decides = true },
        new("augmentation.operations", new WholeRule(1, 14), Json(s_policy.Operations)) { OnlyFor = new("augmentation.policy", PolicyWord.Rand) },
        new("augmentation.strength", new WholeRule(0, 30), Json(s_policy.Strength)) { OnlyFor = new("augmentation.policy", PolicyWord.Rand) },
        new("augmentation.cutout", new WholeRule(0, 4096), Json(s_augmentation.Cutout)),
        new("augmentation.mix", new ChoiceRule("none", "mixup", "cutmix"), "\"none\"") { Decides = true },
        new("augmentation.mixAlpha", new NumberRule(0, 1) { WithoutLow = true }, Json(s_mixing.Alpha)) { OnlyFor = new("augmentation.mix", "mixup", "cutmix") },
        new("augmentation.mixProbability", new NumberRule(0, 1) { WithoutLow = true }, Json(s_mixing.Probability)) { OnlyFor = new("augmentation.mix", "mixup", "cutmix") },
    ];

    /// <summary>Names of the objects a recipe is made of.</summary>
    public static ImmutableArray<string> Sections { get; } = [.. Keys.Select(k => k.Section).Where(s => s.Length > 0).Distinct()];

    /// <summary>The key with exactly this path.</summary>
    public static RecipeKey? Find(string path) => Keys.FirstOrDefault(k => k.Path == path);

    /// <summary>The key meant by a path, or by its last part when only one key ends so.</summary>
    /// <exception cref="RecipeException">None is, or several are.</exception>
    public static RecipeKey Meant(string written, RecipeSource source)
    {
        if (Find(written) is { } exact) return exact;
        RecipeKey[] sharing = [.. Keys.Where(k => k.Leaf == written)];
        if (sharing is [var only]) return only;
        if (sharing.Length > 1)
            throw new RecipeException($"{source}: found {written}, which may mean {string.Join(" or ", sharing.Select(k => k.Path))}; write it in full.");
        if (Sections.Contains(written))
            throw new RecipeException($"{source}: found {SafeText.Quoted(written)}, which is a section; expected one of its keys: {string.Join(", ", Keys.Where(k => k.Section == written).Select(k => k.Path))}.");
        throw new RecipeException($"{source}: found the unknown key {SafeText.Quoted(written)}.{HintAt(written, source.Caller)}");
    }

    /// <summary>What follows "found an unknown key" in a message: the known key that is most like the one written.</summary>
    public static string HintAt(string written, Caller caller)
    {
        string[] known = written.Contains('.', StringComparison.Ordinal) ? [.. Keys.Select(k => k.Path)] : [.. Sections, .. Keys.Select(k => k.Leaf)];
        return NearestName.Hint(written, known) is { Length: > 0 } hint ? hint : $" {caller.AllKeys}.";
    }

    static string Json<T>(T value) => JsonSerializer.Serialize(value);
}
