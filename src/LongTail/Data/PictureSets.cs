using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Pictures;

namespace LongTail.Data;

/// <summary>Sets of pictures in files: a user's own, and the large published ones.</summary>
public static class PictureSets
{
    const int Shown = 5;

    /// <summary>A folder with one folder per class.</summary>
    public const string Folders = "folders";

    /// <summary>List files, a line per picture: path and label.</summary>
    public const string List = "list";

    /// <summary>Tables with a row per picture.</summary>
    public const string Csv = "csv";

    /// <summary>JSON in COCO's form.</summary>
    public const string Annotations = "annotations";

    /// <summary>What <see cref="TrainingSet.Set"/> says for each of them.</summary>
    public static ImmutableArray<string> Names { get; } = [Folders, List, Csv, Annotations, .. LargeSet.All.Select(set => set.Name)];

    /// <summary>Those of them that need <see cref="PictureSource.TrainList"/>.</summary>
    public static ImmutableArray<string> WithLists { get; } = [List, Csv, Annotations];

    /// <summary>Those that <see cref="PictureSource.ValidationList"/> may name a list for.</summary>
    public static ImmutableArray<string> WithValidationLists { get; } = [.. WithLists, .. LargeSet.WithValidation];

    /// <summary>Constants of the normalisation: those of ImageNet, or iNaturalist 2018's own.</summary>
    public static Normalization NormalizationOf(string name) => name == "inaturalist2018" ? Normalization.INaturalist : Normalization.ImageNet;

    internal static bool Has(string name) => Names.Contains(name);

    // Before any cut, and so without a fingerprint. Those with unreadable headers stay in it where nobody looks.
    internal static DataSplit Read(TrainingSet set, string? folder, PictureLook? look)
    {
        PictureSource source = set.Pictures ?? new();
        if (string.IsNullOrEmpty(folder)) throw new DataException($"Found no data folder, expected the one with the pictures of data.set {set.Set}. {LargeSet.Find(set.Set)?.Source ?? "Name it with --data."}");
        string root = Path.GetFullPath(folder);
        if (!Directory.Exists(root)) throw new DataException($"Found no folder {folder}, expected the one with the pictures of data.set {set.Set}. {LargeSet.Find(set.Set)?.Source ?? "Check --data."}");
        PictureListing listing = set.Set == Folders ? ClassFolders.Read(root) : Listed(set.Set, root, source);
        if (listing.Train.Count == 0) throw NoneToTrainOn(root);
        ImmutableArray<string> names = NamesOf(listing, root, source);   // of all that are listed: the last class is no less a class where none of its pictures can be read
        Dictionary<string, long> lengths = [];
        if (look is not null && OpensEach(set)) (listing, lengths) = Readable(listing, root, source, MostUnreadable(set), look);
        if (listing.Train.Count == 0) throw NoneToTrainOn(root);
        if (set.Set == Folders) CheckNotWrapped(root, names);
        CheckLabels(listing, names.Length);
        if (set.Set == Folders) CheckTrained(listing, names, root);
        if (listing.LeftOut.Any(file => file.IsUnreadable)) CheckLeft(listing, names);
        if (listing.Test is { Count: 0 }) throw new DataException($"Found no readable test picture in {root}, expected some: without, nothing can be measured. {(set.Set == Folders ? "Repair its pictures, or move its folder away: a part of the training pictures is then held out." : "Check data.test, or leave it out: a part of the training pictures is then held out.")}");
        if (listing.Validation is { Count: 0 }) throw new DataException($"Found no readable validation picture in {root}, expected some. Repair its pictures, or {(set.Set == Folders ? "move the folder away" : "leave data.validation out")}.");
        if (listing.Test is { } measured) return Split(listing.Train, measured, source.GroupBy is null ? [] : ["data.groupBy has no effect: the pictures come divided into those to train on and those to measure on."]);
        HeldOut heldOut = new(source.TestFraction, source.SplitSeed, source.GroupBy);
        (PictureList train, PictureList test) = heldOut.Divide(listing.Train, label => names[label]);
        return Split(train, test, heldOut.WithoutGroup(listing.Train) is > 0 and var alone ? [$"data.groupBy finds no group in {alone} of {listing.Train.Count} paths; each of them is a group by itself."] : []);

        DataSplit Split(PictureList train, PictureList test, ImmutableArray<string> remarks) =>
            new(new PictureSet(root, train, names, source), new PictureSet(root, test, names, source), "")
            {
                Validation = listing.Validation is { } validation ? new PictureSet(root, validation, names, source) : null,
                LeftOut = listing.LeftOut,
                Remarks = [.. listing.Remarks, .. Unmeasured(train, test, names), .. remarks, .. set.Profile is AsItIs && look is not null ? Repeated(root, train, test, lengths, look.Cancel) : []],
            };
    }

    /// <summary>Sees that the pictures of lists are there: one that is missing would stop a training that has gone on for hours.</summary>
    /// <param name="set">Where they are from.</param>
    /// <param name="data">As opened and cut: what the cut took away need not be there.</param>
    /// <exception cref="UnreadablePicturesException">Some are missing.</exception>
    internal static void CheckThere(TrainingSet set, DataSplit data)
    {
        if (OpensEach(set) || data.PictureParts is not [var train, ..] parts) return;
        ImmutableArray<string> paths = [.. parts.SelectMany(part => part.Paths)];
        ImmutableArray<LeftOut> missing = PictureInspection.Missing(train.Root, paths);
        if (!missing.IsEmpty) throw UnreadablePicturesException.Missing(missing, paths.Length, train.Root);
    }

    static double MostUnreadable(TrainingSet set) => set.Pictures?.MostUnreadable ?? (set.Set == Folders ? PictureSource.OfFolders : 0);

    // Class folders are found by looking at them; lists where some of their pictures may be unreadable.
    static bool OpensEach(TrainingSet set) => set.Set == Folders || MostUnreadable(set) > 0;

    /// <summary>Pictures of classes that a network does not know, as measuring sees them: those of class folders (of the test part where there is one), or of a list file.</summary>
    /// <param name="set"><see cref="Folders"/>, or the path of a list below the folder.</param>
    /// <param name="folder">Where they are.</param>
    /// <param name="source">Of the network's own pictures: the size.</param>
    /// <param name="look">Who hears how far it is, and may stop it.</param>
    /// <exception cref="RecipeException">It is another kind of set.</exception>
    /// <exception cref="DataException">There are no such pictures, or some cannot be read.</exception>
    internal static PictureSet OfOtherClasses(string set, string? folder, PictureSource source, PictureLook look)
    {
        const string ending = ".txt";
        if (set != Folders && !set.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            throw new RecipeException($"Found the set {set} for a network of pictures in files, expected {Folders} for folders of pictures, or the path of a list below the set's folder, such as open{ending}.");
        if (string.IsNullOrEmpty(folder) || !Directory.Exists(folder)) throw new DataException($"Found no folder {folder}, expected the one with the pictures of classes that the network does not know.");
        string root = Path.GetFullPath(folder);
        if (set == Folders)
        {
            (PictureListing listing, _) = Readable(ClassFolders.Read(root), root, source, source.MostUnreadable ?? PictureSource.OfFolders, look);
            return new(root, listing.Test ?? listing.Train, listing.ClassNames!.Value, source);
        }
        PictureList list = ListFile.ReadPaths(Path.Combine(root, set));
        return list.Count > 0 ? new(root, PathDialect.Fit(list, root, set, _ => null), ["unknown"], source)
            : throw new DataException($"Found no pictures in {set}, expected lines of path and label.");
    }

    static DataException NoneToTrainOn(string root) => new($"Found no training pictures in {root}, expected at least two classes of them. Check data.train and --data.");

    // The same words as those of DataSplit.Without, for the same fault.
    static void CheckLeft(PictureListing listing, ImmutableArray<string> names)
    {
        int[] train = new int[names.Length];
        foreach (int label in listing.Train.Labels) train[label]++;
        if (Array.IndexOf(train, 0) is >= 0 and var empty) throw DataSplit.NoneReadable(names[empty], empty);
    }

    static ImmutableArray<string> NamesOf(PictureListing listing, string root, PictureSource source) =>
        source.ClassList is not { } file ? listing.ClassNames ?? ListedNames.Of(listing.Train)
        : listing.ClassNames is null ? ClassNameList.Read(Path.Combine(root, file), listing.Train.Labels.Max() + 1)
        : throw new RecipeException($"Found data.classes {file} beside pictures whose classes have names already, expected it beside lists that give numbers. Leave it out.");

    // Archives unpack into a folder of their own name.
    static void CheckNotWrapped(string root, ImmutableArray<string> names)
    {
        if (names.Length == 1 && Directory.Exists(Path.Combine(root, names[0])) && Directory.EnumerateDirectories(Path.Combine(root, names[0])).Any())
            throw new DataException($"Found one class, {names[0]}, in {root}, and folders in it, expected a folder of pictures per class. If those are the classes, name the folder that holds them: --data {Path.Combine(root, names[0])}.");
    }

    static PictureListing Listed(string set, string root, PictureSource source)
    {
        LargeSet? large = LargeSet.Find(set);
        string trainList = large is null ? source.TrainList ?? throw new RecipeException($"Found no list of training pictures for the data set {set}, expected data.train, such as train.txt.") : Existing(large.TrainLists, root, large);
        string? testList = large is null ? source.TestList : Existing(large.TestLists, root, large);
        (PictureList train, ListedClasses classes, ImmutableArray<LeftOut> leftOut) = ReadOne(set, Path.Combine(root, trainList), null);
        HashSet<string> listed = [.. train.Paths];   // in any part
        if (large is null && classes is { Names: null, Ids: null }) ListRules.CheckNoGap(train, trainList);
        PictureList? test = testList is null ? null : Also(ReadOne(set, Path.Combine(root, testList), classes));
        large?.Shape.Check(large.Title, train, test!, $"{trainList} and {testList} are not the published lists: fetch them again.");
        Func<int, string?> folders = PathDialect.FoldersOf(train);
        PictureList found = PathDialect.Fit(train, root, trainList, folders);
        PictureList? measured = test is null ? null : PathDialect.Fit(test, root, testList!, PathDialect.FoldersOf(found));
        if (measured is not null) ListRules.CheckApart(found, measured, trainList, testList!);
        return new PictureListing(found, measured, classes.Names) { Validation = ValidationOf(found, measured) } with { LeftOut = [.. leftOut.Where(file => !listed.Contains(file.Path)).DistinctBy(file => file.Path)] };

        PictureList Also((PictureList List, ListedClasses, ImmutableArray<LeftOut> LeftOut) read)
        {
            leftOut = leftOut.AddRange(read.LeftOut);
            listed.UnionWith(read.List.Paths);
            return read.List;
        }

        PictureList? ValidationOf(PictureList found, PictureList? measured)
        {
            if (source.ValidationList is not { } file) return null;
            if (measured is null) throw new RecipeException($"Found data.validation {file} without data.test, expected both: the pictures to report on are another set than those to choose on. Name data.test.");
            PictureList own = Also(ReadOne(set, Path.Combine(root, file), classes));
            if (large is not null) large.CheckValidation(own, file);
            PictureList validation = PathDialect.Fit(own, root, file, PathDialect.FoldersOf(found));
            ListRules.CheckApart(found, validation, trainList, file);
            ListRules.CheckApart(measured, validation, testList!, file);
            return validation;
        }
    }

    static (PictureList List, ListedClasses Classes, ImmutableArray<LeftOut> LeftOut) ReadOne(string set, string file, ListedClasses? training)
    {
        if (set == Annotations || file.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) return AnnotationFile.Read(file, training);
        (PictureList list, ListedClasses classes) = set == Csv ? CsvList.Read(file, training) : (ListFile.Read(file, training), training ?? ListedClasses.Numbers);
        return (list, classes, []);
    }

    static string Existing(ImmutableArray<string> lists, string root, LargeSet set) =>
        lists.FirstOrDefault(list => File.Exists(Path.Combine(root, list)))
        ?? throw new DataException($"Found no {string.Join(" and no ", lists)} in {root}, expected the lists of {set.Title}. {set.Source}");

    // A test label without training pictures is a mistake in a list; a training label that is left out in the middle is found by the cut.
    static void CheckLabels(PictureListing listing, int classes)
    {
        foreach ((PictureList? part, string name) in new[] { (listing.Test, "test"), (listing.Validation, "validation") })
            if (part is not null && part.Labels.Index().FirstOrDefault(item => item.Item >= classes) is { Item: > 0 } beyond)
                throw new DataException($"Found label {beyond.Item} for the {name} picture {part.Paths[beyond.Index]}, expected 0 to {classes - 1}, the classes of the training pictures.");
    }

    // Of folders named train and test: a class that lies in the second alone.
    static void CheckTrained(PictureListing listing, ImmutableArray<string> names, string root)
    {
        if (listing.Test is not { } test) return;
        int[] train = new int[names.Length], measured = new int[names.Length];
        foreach (int label in listing.Train.Labels) train[label]++;
        foreach (int label in test.Labels.Concat(listing.Validation?.Labels ?? [])) measured[label]++;
        int[] untrained = [.. Enumerable.Range(0, names.Length).Where(label => train[label] == 0 && measured[label] > 0)];
        if (untrained.Length > 0)
            throw new DataException($"Found {untrained.Length} class(es) in {root} with pictures to measure on and no readable one to train on, expected at least one of each: "
                + $"{string.Join("; ", untrained.Take(Shown).Select(label => $"{names[label]} ({measured[label]} to measure on, such as {FirstOf(label)})"))}{(untrained.Length > Shown ? $"; and {untrained.Length - Shown} more" : "")}. "
                + $"Add training pictures beside {listing.Train.Paths[0]}, in folders of these names, or take the classes out of both parts.");

        string FirstOf(int label) => test.Labels.IndexOf(label) is >= 0 and var at ? test.Paths[at] : listing.Validation!.Paths[listing.Validation.Labels.IndexOf(label)];
    }

    static IEnumerable<string> Unmeasured(PictureList train, PictureList test, ImmutableArray<string> names)
    {
        int[] none = [.. train.Labels.Distinct().Except(test.Labels).Order()];
        if (none.Length > 0)
            yield return $"No picture to measure on of {none.Length} of {names.Length} class(es): {string.Join(", ", none.Take(Shown).Select(label => SafeText.Of(names[label])))}{(none.Length > Shown ? $" and {none.Length - Shown} more" : "")}. Accuracy, balanced accuracy and that of groups are those of the other classes.";
    }

    // Of the whole sets: what a cut takes away would be told for nothing.
    static IEnumerable<string> Repeated(string root, PictureList train, PictureList test, Dictionary<string, long> lengths, CancellationToken cancel)
    {
        if (lengths.Count == 0) yield break;
        HashSet<long> ofTest = [.. test.Paths.Select(path => lengths[path])], shared = [.. train.Paths.Select(path => lengths[path]).Where(ofTest.Contains)];
        Dictionary<string, UInt128> contents = PictureInspection.Contents(root, [.. train.Paths.Concat(test.Paths).Where(path => shared.Contains(lengths[path]))], cancel);
        Dictionary<UInt128, string> trained = [];
        foreach (string path in train.Paths.Where(contents.ContainsKey)) trained.TryAdd(contents[path], path);
        string[] again = [.. test.Paths.Where(path => contents.TryGetValue(path, out UInt128 content) && trained.ContainsKey(content))];
        if (again.Length > 0)
            yield return FormattableString.Invariant($"{again.Length} of the {test.Count} pictures to measure on are files that are trained on too, under another name, such as {again[0]} and {trained[contents[again[0]]]}: accuracy on them says little. longtail data check lists them.");
    }

    static (PictureListing Listing, Dictionary<string, long> Lengths) Readable(PictureListing listing, string root, PictureSource source, double most, PictureLook look)
    {
        ImmutableArray<string> all = [.. listing.Train.Paths, .. listing.Test?.Paths ?? [], .. listing.Validation?.Paths ?? []];
        (ImmutableArray<LeftOut> faults, long[] found) = PictureInspection.Look(root, all, source.MostPixels, look);
        Dictionary<string, long> lengths = new(all.Length, StringComparer.Ordinal);
        foreach ((string path, long length) in all.Zip(found)) lengths[path] = length;
        if (faults.IsEmpty) return (listing, lengths);
        if (faults.Length > most * all.Length)
            throw new UnreadablePicturesException(faults, all.Length, most, root);
        HashSet<string> unreadable = [.. faults.Select(file => file.Path)];
        return (listing with
        {
            Train = Without(listing.Train),
            Test = listing.Test is { } test ? Without(test) : null,
            Validation = listing.Validation is { } validation ? Without(validation) : null,
            LeftOut = [.. listing.LeftOut, .. faults],
        }, lengths);

        PictureList Without(PictureList list) => list.Select(Enumerable.Range(0, list.Count).Where(i => !unreadable.Contains(list.Paths[i])));
    }
}
