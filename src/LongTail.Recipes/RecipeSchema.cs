using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Networks;

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
        new("data.testFraction", new NumberRule(0, 1) { WithoutLow = true, WithoutHigh = true }, "0.2") { OnlyFor = s_divided },
        new("data.splitSeed", new WholeRule(0), "0") { OnlyFor = s_divided },
        new("data.groupBy", new TextRule(".{0,1000}", "a regular expression, or nothing"), "\"\"") { OnlyFor = s_divided },
        new("data.mostUnreadable", new NumberRule(0, 1), null)
        {
            OnlyFor = s_pictures,
            Defaults = PictureSets.Names.ToImmutableDictionary(set => set, set => set == PictureSets.Folders ? "0.01" : "0"),
        },
        new("data.mostPixels", new WholeRule(1, 500_000_000), "50000000") { OnlyFor = s_pictures },
        new("data.size", new WholeRule(8, 4096), "224") { OnlyFor = s_pictures },
        new("data.resize", new WholeRule(0, 8192), "0") { OnlyFor = s_pictures },
        new("data.packedSide", new WholeRule(0, 8192), "0") { OnlyFor = s_pictures },
        new("data.profile", new ChoiceRule("as-it-is", "exponential", "step", "pareto"), "\"as-it-is\"") { Decides = true },
        new("data.ratio", new NumberRule(1, 1_000_000), null) { OnlyFor = new("data.profile", "exponential", "step") },
        new("data.tailFraction", new NumberRule(0, 1) { WithoutLow = true, WithoutHigh = true }, "0.5") { OnlyFor = new("data.profile", "step") },
        new("data.power", new NumberRule(0, 1000) { WithoutLow = true }, "6") { OnlyFor = new("data.profile", "pareto") },
        new("data.largest", new WholeRule(1), null) { OnlyFor = new("data.profile", "pareto") },
        new("data.smallest", new WholeRule(1), "5") { OnlyFor = new("data.profile", "pareto") },
        new("data.subsetSeed", new WholeRule(0), "0"),

        new("network.name", new NetworkRule(), "\"resnet32\"") { Decides = true },
        new("network.width", new WholeRule(2, 1024) { Even = true }, "16") { OnlyFor = new("network.name", [.. NetworkName.Photographs]) { Except = true } },
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

        new("epochs", new WholeRule(1, 1_000_000), "200"),
        new("batchSize", new WholeRule(1, 65_536), "128"),
        new("seed", new WholeRule(int.MinValue), "0"),
        new("evaluateEvery", new WholeRule(1), "1"),
        new("sampling", new ChoiceRule("instance", "class-balanced", "reversed", "square-root"), "\"instance\""),

        new("optimizer.learningRate", new NumberRule(0, 1000) { WithoutLow = true }, "0.1"),
        new("optimizer.headRate", new NumberRule(0, 1_000_000) { WithoutLow = true }, "1"),
        new("optimizer.momentum", new NumberRule(0, 1) { WithoutHigh = true }, "0.9"),
        new("optimizer.weightDecay", new NumberRule(0, 1), "0.0002"),
        new("optimizer.nesterov", new FlagRule(), "false"),
        new("optimizer.warmup", new WholeRule(0, 1_000_000), "5"),
        new("optimizer.schedule", new ChoiceRule("step", "cosine"), "\"step\"") { Decides = true },
        new("optimizer.dropAt", new FractionsRule(), "[0.8, 0.9]") { OnlyFor = new("optimizer.schedule", "step") },
        new("optimizer.dropFactor", new NumberRule(0, 1) { WithoutLow = true }, "0.01") { OnlyFor = new("optimizer.schedule", "step") },

        new("augmentation.crop", new ChoiceRule(Padded, Resized), null)
        {
            Decides = true,
            OnlyFor = new("data.set", [.. DataCatalog.Names]),
            Defaults = DataCatalog.Names.ToImmutableDictionary(set => set, set => PictureSets.Names.Contains(set) ? $"\"{Resized}\"" : $"\"{Padded}\""),
        },
        new("augmentation.cropPadding", new WholeRule(0, 256), "4") { OnlyFor = new("augmentation.crop", Padded) },
        new("augmentation.minArea", new NumberRule(0, 1) { WithoutLow = true }, "0.08") { OnlyFor = new("augmentation.crop", Resized) },
        new("augmentation.flip", new FlagRule(), "true"),
        new("augmentation.jitter", new NumberRule(0, 1), "0"),
        new("augmentation.hue", new NumberRule(0, 0.5), "0"),
        new("augmentation.policy", new ChoiceRule([.. PolicyWord.All]), $"\"{PolicyWord.None}\"") { Decides = true },
        new("augmentation.operations", new WholeRule(1, 14), "2") { OnlyFor = new("augmentation.policy", PolicyWord.Rand) },
        new("augmentation.strength", new WholeRule(0, 30), "9") { OnlyFor = new("augmentation.policy", PolicyWord.Rand) },
        new("augmentation.cutout", new WholeRule(0, 4096), "0"),
        new("augmentation.mix", new ChoiceRule("none", "mixup", "cutmix"), "\"none\"") { Decides = true },
        new("augmentation.mixAlpha", new NumberRule(0, 1) { WithoutLow = true }, "1") { OnlyFor = new("augmentation.mix", "mixup", "cutmix") },
        new("augmentation.mixProbability", new NumberRule(0, 1) { WithoutLow = true }, "1") { OnlyFor = new("augmentation.mix", "mixup", "cutmix") },
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
}
