using System.Collections.Immutable;
using LongTail.Figures.Paper;
using LongTail.Foundation;

namespace LongTail.Cli.Reproduce;

/// <summary>Every table and figure of the paper.</summary>
static class Experiments
{
    static readonly ImmutableArray<Experiment> s_known =
    [
        new TableOfAccuracies("table1", 1, PaperNumbers.Table(1).Columns.ToImmutableDictionary(column => column.Key, column => column.Key)),
        new TableOfAccuracies("table5", 5, ImmutableDictionary<string, string>.Empty.Add("cifar10-lt", "cifar10-lt-100").Add("cifar100-lt", "cifar100-lt-100"))
        {
            Deviations = ["iNaturalist 2018, Places-LT and ImageNet-LT are not trained: this version reads them, and has no recipes for their rows yet."],
        },
        new ClassSizesFigure { Deviations = ["The paper draws ImageNet-LT, Places-LT and iNaturalist 2018; here it is the CIFAR sets that this version trains on."] },
        new ConfusionsFigure { Deviations = ["One network of each method: that of the first seed."] },
        new TemperaturesFigure { Deviations = ["Seven temperatures at steps of a half; the paper gives the ends, 1 and 4, and the best, 2."] },
        new CurvesFigure { Deviations = ["The paper does not say on which data set; here it is on both CIFAR sets at ratio 100."] },
    ];

    // What the tables of large sets need, and where it would be put.
    static readonly ImmutableDictionary<string, string> s_large = ImmutableDictionary<string, string>.Empty
        .Add("table2", "iNaturalist 2018: 437,513 training and 24,426 validation images of 8,142 classes, as train_val2018/SUPERCATEGORY/ID/NAME.jpg with iNaturalist18_train.txt and iNaturalist18_val.txt (one \"path label\" a line)")
        .Add("table3", "Places-LT: 62,500 training and 36,500 test images of 365 classes, as train/CLASS/NAME.jpg and val/CLASS/NAME.jpg (or data_256/ and val_256/) with Places_LT_train.txt and Places_LT_test.txt, and a pretrained ResNet-152")
        .Add("table4", "ImageNet-LT: 115,846 training and 50,000 test images of 1,000 classes, as train/SYNSET/NAME.JPEG and val/ with ImageNet_LT_train.txt and ImageNet_LT_test.txt");

    /// <summary>All names, as on the command line.</summary>
    public static ImmutableArray<string> Names { get; } = [.. s_known.Select(experiment => experiment.Name).Concat(s_large.Keys).Order(StringComparer.Ordinal)];

    /// <summary>What the deviations of every experiment are.</summary>
    public static ImmutableArray<string> Common(PaperRecipes recipes) =>
    [
        $"Measured numbers are of the last epoch; the paper prints the best epoch on the test set, which is higher.",
        recipes.Scale < 1 ? $"The schedule of 200 epochs is shortened to {recipes.ScaledEpochs}, with all its moments but the warm-up, which stays 5 epochs, or ends one before the last." : "The paper's schedule of 200 epochs.",
        "Rows that the paper copied from others (LDAM-DRW, BBN, LFME) were trained there with those authors' code; here all methods share one loop, schedule and augmentation, but for what the preset \"paper\" of each says on its page in docs/methods.",
        "KD has unweighted cross-entropy, as the paper says and its script does not.",
        .. recipes.Settings.IsEmpty ? [] : (string[])[$"Changed by --set: {string.Join(", ", recipes.Settings)}."],
    ];

    /// <summary>The experiment of this name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    /// <exception cref="DataException">It needs recipes that this version does not have.</exception>
    public static Experiment Find(string name)
    {
        if (s_large.TryGetValue(name, out string? data))
            throw new DataException($"{name} needs {data}. Found no recipes for its rows in this version, which reads the set (data.set) and does not know the paper's trainings on it; expected them in a later version. table1, table5 and the figures can be made now.");
        return s_known.FirstOrDefault(known => known.Name == name)
            ?? throw new UsageException($"Found the unknown experiment {SafeText.Quoted(name)}.{NearestName.Hint(name, Names)} Expected one of {string.Join(", ", Names)}.");
    }
}
