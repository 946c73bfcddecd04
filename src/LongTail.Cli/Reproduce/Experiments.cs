using System.Collections.Immutable;
using System.Globalization;
using LongTail.Figures.Paper;
using LongTail.Foundation;
using LongTail.Networks;

namespace LongTail.Cli.Reproduce;

/// <summary>Every table and figure of the paper.</summary>
static class Experiments
{
    static readonly ImmutableArray<Experiment> s_known =
    [
        new TableOfAccuracies("table1", 1, PaperNumbers.Table(1).Columns.ToImmutableDictionary(column => column.Key, column => column.Key)) { Deviations = PublishedDetails.OfCifar },
        new TableOfGroups("table2", 2, "inaturalist2018") { Deviations = PublishedDetails.OfINaturalist },
        new TableOfGroups("table3", 3, "places-lt") { Deviations = PublishedDetails.OfPlaces },
        new TableOfGroups("table4", 4, "imagenet-lt") { Deviations = PublishedDetails.OfImageNet },
        new TableOfAccuracies("table5", 5, PaperNumbers.Table(5).Columns.ToImmutableDictionary(column => column.Key, column => column.Key is "cifar10-lt" or "cifar100-lt" ? $"{column.Key}-100" : column.Key))
        {
            DeviationsBySet = PublishedDetails.OfPlainRows,
            Deviations = ["The sets of photographs are made one at a time, each with --columns and its own --data, into one --out; columns that are not made yet are empty."],
        },
        new ClassSizesFigure
        {
            DeviationsBySet = PublishedDetails.OfCrossEntropy,
            Deviations = ["The paper draws ImageNet-LT, Places-LT and iNaturalist 2018, which are made one at a time, each with --columns and its own --data, into one --out; the CIFAR sets are made where none is named."],
        },
        new ConfusionsFigure(),
        new TemperaturesFigure { Deviations = ["Seven temperatures at steps of a half; the paper gives the ends, 1 and 4, and the best, 2."] },
        new CurvesFigure { Deviations = ["The paper does not say on which data set; here it is on both CIFAR sets at ratio 100."] },
    ];

    /// <summary>All names, as on the command line.</summary>
    public static ImmutableArray<string> Names { get; } = [.. s_known.Select(experiment => experiment.Name).Order(StringComparer.Ordinal)];

    /// <summary>Names of those that tell many, medium and few apart.</summary>
    public static ImmutableArray<string> NamesWithGroups { get; } = [.. s_known.Where(experiment => experiment.HasGroups).Select(experiment => experiment.Name).Order(StringComparer.Ordinal)];

    /// <summary>What the deviations of every experiment are.</summary>
    /// <param name="recipes">How it is trained.</param>
    /// <param name="cells">What is trained.</param>
    /// <param name="groups">How many, medium and few are told apart.</param>
    public static ImmutableArray<string> Common(PaperRecipes recipes, ImmutableArray<Cell> cells, GroupConvention groups) =>
    [
        "Measured numbers are of the last epoch; the paper prints the best epoch on the test set, which is higher.",
        recipes.Scale < 1 ? string.Create(CultureInfo.InvariantCulture, $"Every schedule is shortened to {recipes.Scale:0.############} of its epochs, but has 2 at least, with all its moments but the warm-up, which stays as long, or ends one epoch before the last.") : "The paper's schedules.",
        .. cells.Any(cell => cell.Method == "kd") ? (string[])["KD has unweighted cross-entropy, as the paper says and its script does not."] : [],
        .. groups == GroupConvention.Kang ? [] : (string[])["Many, medium and few are told apart by OLTR's lines (from 100, up to 20 images), as --groups says; the paper's own rows by Kang et al.'s (more than 100, fewer than 20)."],
        .. cells.Any(cell => cell.Recipe.Network.Precision == Precision.BFloat16) ? (string[])["Convolutions and activations are computed in bfloat16 (--precision bf16), weights in 32 bits; the paper's in 32 bits throughout."] : [],
        recipes.Seeds.Length == 1 ? string.Create(CultureInfo.InvariantCulture, $"One training of each network, of seed {recipes.Seeds[0]}.") : $"Each number is the mean over the seeds {string.Join(", ", recipes.Seeds)}.",
        .. recipes.Settings.IsEmpty ? [] : (string[])[$"Changed by --set: {string.Join(", ", recipes.Settings)}."],
    ];

    /// <summary>The experiment of this name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static Experiment Find(string name) =>
        s_known.FirstOrDefault(known => known.Name == name)
            ?? throw new UsageException($"Found the unknown experiment {SafeText.Quoted(name)}.{NearestName.Hint(name, Names)} Expected one of {string.Join(", ", Names)}.");
}
