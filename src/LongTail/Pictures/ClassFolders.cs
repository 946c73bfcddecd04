using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Pictures;

/// <summary>A folder with one folder per class, in which pictures lie at any depth.</summary>
/// <remarks>
/// Folders named train (or training) and test (or testing, val, validation, valid) at the top, in capital letters or small, divide the pictures; classes are then
/// the folders inside them. Where there is one to test on (test, testing) and one to choose on (val, validation, valid), the second is for choosing an epoch.
/// </remarks>
static class ClassFolders
{
    const string Loose = "no class";

    static readonly ImmutableArray<string> s_trains = ["train", "training"];
    static readonly ImmutableArray<string> s_measures = ["test", "testing"];
    static readonly ImmutableArray<string> s_choices = ["val", "validation", "valid"];
    static readonly ImmutableArray<string> s_tests = [.. s_measures, .. s_choices];

    /// <summary>Finds the pictures.</summary>
    /// <exception cref="DataException">There is no such folder, it has no pictures in class folders, or two class names are the same to a reader.</exception>
    public static PictureListing Read(string root)
    {
        if (!Directory.Exists(root)) throw new DataException($"Found no folder {root}, expected one with a folder of pictures per class. Check --data.");
        List<LeftOut> leftOut = [];
        List<string> pictures = [];
        foreach (string path in FolderWalk.Files(root, leftOut.Add))
            if (Why(path) is { } reason) leftOut.Add(reason);
            else pictures.Add(path);
        string[] trains = Parts(s_trains, pictures), tests = Parts(s_tests, pictures);
        (string? trainFolder, string? testFolder) = (trains.FirstOrDefault(), tests.FirstOrDefault());
        bool divided = trainFolder is not null && testFolder is not null;
        string? choiceFolder = divided && IsOneOf(s_measures, testFolder!) ? tests.FirstOrDefault(part => IsOneOf(s_choices, part)) : null;
        string[] train = [.. divided ? Below(trainFolder!, pictures) : pictures], measured = [.. divided ? Below(testFolder!, pictures) : []];
        string[] chosenOn = [.. choiceFolder is null ? [] : Below(choiceFolder, pictures)];
        ImmutableArray<string> names = [.. train.Concat(measured).Concat(chosenOn).Select(path => ClassOf(path, divided)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        if (!divided && names.Length == 2 && names.Any(name => IsOneOf(s_trains, name)) && names.Any(name => IsOneOf(s_tests, name)))
            throw new DataException($"Found pictures in {names[0]} and {names[1]} of {root} that are not all in class folders, expected a folder per class in both. Sort them into folders of their classes, or name the one that has such folders with --data.");
        ClassNameRules.Check(names, root);
        Dictionary<string, int> labels = names.Index().ToDictionary(item => item.Item, item => item.Index);
        if (divided)
            leftOut.AddRange(pictures.Except(train).Except(measured).Except(chosenOn).Select(path => new LeftOut(path, "outside", $"neither in {trainFolder} nor in {testFolder}{(choiceFolder is null ? "" : $" nor in {choiceFolder}")}.")));
        foreach (string part in divided ? [.. new[] { trainFolder, testFolder, choiceFolder }.OfType<string>().Select(part => part + "/")] : (string[])[""])
            leftOut.AddRange(Folders(root, part).Where(name => !labels.ContainsKey(name)).Select(name => new LeftOut(part + name, "empty class", "a folder without a picture, and so no class. Put its pictures there, or remove it.")));
        PictureListing listing = new(Listed(train), divided ? Listed(measured) : null, names)
        {
            Validation = choiceFolder is null ? null : Listed(chosenOn),
            LeftOut = [.. leftOut.OrderBy(file => file.Path, StringComparer.Ordinal)],
            Remarks = divided ? [.. NotUsed(trains, "train on"), .. NotUsed([.. tests.Where(part => choiceFolder is null || IsOneOf(s_measures, part))], "measure on"), .. NotUsed([.. tests.Where(part => choiceFolder is not null && IsOneOf(s_choices, part))], "choose an epoch on")] : [],
        };
        return listing.Train.Count > 0 ? listing : throw NoPictures(root, leftOut);

        IEnumerable<string> NotUsed(string[] parts, string purpose) => parts.Skip(1).Select(part =>
            $"{part} is not used, since there is {parts[0]} to {purpose}: its {Below(part, pictures).Count()} picture(s) are left out. To use it in place of {parts[0]}, move {parts[0]} out of the data folder.");

        PictureList Listed(string[] paths)
        {
            string[] taken = [.. paths.Where(path => ClassOf(path, divided) is not null)];
            return new([.. taken], [.. taken.Select(path => labels[ClassOf(path, divided)!])]);
        }
    }

    static DataException NoPictures(string root, List<LeftOut> leftOut) => leftOut.Count(file => file.Kind == Loose) is > 0 and var loose
        ? new($"Found {loose} picture(s) in {root} itself, such as {leftOut.First(file => file.Kind == Loose).Path}, and none in a folder of its class, expected a folder per class with pictures. Sort them into such folders; or, where {root} is the folder of one class, name the folder around it.")
        : new($"Found no pictures in {root} ({leftOut.Count} other file(s){First(leftOut)}), expected a folder per class with pictures ({PictureName.Endings}). Check the path.");

    // Links first: whoever has linked the class folders would not guess it.
    static string First(List<LeftOut> leftOut) => (leftOut.Find(file => file.Kind == "link") ?? leftOut.FirstOrDefault()) is { } first ? $", such as {first.Path}: {first.Reason.TrimEnd('.')}" : "";

    static LeftOut? Why(string path) => PictureName.WhyNot(path)
        ?? (path.Contains('/', StringComparison.Ordinal) ? null : new(path, Loose, "in no folder, and so of no class. Move it into the folder of its class."));

    static bool IsOneOf(ImmutableArray<string> names, string folder) => names.Contains(folder, StringComparer.OrdinalIgnoreCase);

    // Those that have pictures in class folders, by the order of the names; the first is the one to use.
    static string[] Parts(ImmutableArray<string> names, List<string> pictures)
    {
        string[] folders = [.. pictures.Where(path => path.IndexOf('/') != path.LastIndexOf('/')).Select(path => path[..path.IndexOf('/')]).Distinct().OrderDescending(StringComparer.Ordinal)];
        return [.. names.SelectMany(name => folders.Where(folder => folder.Equals(name, StringComparison.OrdinalIgnoreCase)))];
    }

    static IEnumerable<string> Folders(string root, string part) => new DirectoryInfo(Path.Combine(root, part)).EnumerateDirectories().Where(folder => folder.LinkTarget is null && !PictureName.IsHidden(folder)).Select(folder => folder.Name);

    static IEnumerable<string> Below(string folder, IEnumerable<string> paths) =>
        paths.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal) && path.AsSpan(folder.Length + 1).Contains('/'));

    static string? ClassOf(string path, bool divided) => path.Split('/') is var parts && parts.Length > (divided ? 2 : 1) ? parts[divided ? 1 : 0] : null;
}
