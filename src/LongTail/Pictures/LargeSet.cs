using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Pictures;

/// <summary>A published set of pictures with list files.</summary>
/// <param name="Name">What a recipe calls it.</param>
/// <param name="Title">For people.</param>
/// <param name="TrainLists">Names its training list goes by; a .json one is read as annotations.</param>
/// <param name="TestLists">Names its test list goes by.</param>
/// <param name="Shape">What it must come to.</param>
/// <param name="Validation">Pictures of the validation list that is published with it; null where none is.</param>
/// <param name="Source">Where to get it, as a sentence.</param>
sealed record LargeSet(string Name, string Title, ImmutableArray<string> TrainLists, ImmutableArray<string> TestLists, OfficialShape Shape, int? Validation, string Source)
{
    public static ImmutableArray<LargeSet> All { get; } =
    [
        new("places-lt", "Places-LT: 365 kinds of places, a cut of Places365", ["Places_LT_train.txt"], ["Places_LT_test.txt"],
            new(62_500, 36_500, 365, 4980, 5, (131, 163, 71)), 7_300,
            "Put Places365's pictures (train/ and val/, or data_256/ and val_256/) and the lists Places_LT_train.txt and Places_LT_test.txt into one folder and name it with --data."),
        new("imagenet-lt", "ImageNet-LT: 1,000 kinds of things, a cut of ImageNet 2012", ["ImageNet_LT_train.txt"], ["ImageNet_LT_test.txt"],
            new(115_846, 50_000, 1000, 1280, 5, (385, 479, 136)), 20_000,
            "Put ImageNet 2012's pictures (train/ and val/) and the lists ImageNet_LT_train.txt and ImageNet_LT_test.txt into one folder and name it with --data."),
        new("inaturalist2018", "iNaturalist 2018: 8,142 species, long-tailed by nature", ["iNaturalist18_train.txt", "train2018.json"], ["iNaturalist18_val.txt", "val2018.json"],
            new(437_513, 24_426, 8142, 1000, 2, (842, 4076, 3224)), null,
            "Put the pictures (train_val2018/) and the lists iNaturalist18_train.txt and iNaturalist18_val.txt, or train2018.json and val2018.json, into one folder and name it with --data."),
    ];

    public static LargeSet? Find(string name) => All.FirstOrDefault(set => set.Name == name);

    /// <summary>Those that come with a validation list.</summary>
    public static IEnumerable<string> WithValidation => All.Where(set => set.Validation is not null).Select(set => set.Name);

    /// <summary>Refuses a validation list that is not the published one.</summary>
    /// <exception cref="RecipeException">None is published.</exception>
    /// <exception cref="DataException">It differs.</exception>
    public void CheckValidation(PictureList list, string file)
    {
        if (Validation is not { } published) throw new RecipeException($"Found data.validation {file} for {Title}, expected none: no such list is published with it. Leave it out.");
        int ofEach = published / Shape.Classes;
        int[] found = new int[Math.Max(Shape.Classes, list.Labels.DefaultIfEmpty().Max() + 1)];
        foreach (int label in list.Labels) found[label]++;
        int odd = Array.FindIndex(found, count => count != ofEach);
        if (odd >= 0)
            throw new DataException($"Found {list.Count} pictures in {file}, {found[odd]} of them of class {odd}, expected the published validation list of {Title}: {published}, {ofEach} of each class. Fetch it again.");
    }
}
