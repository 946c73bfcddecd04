using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Pictures;

/// <summary>A folder with one folder per class, in which pictures lie at any depth.</summary>
/// <remarks>Folders named train (or training) and test (or testing, val, validation, valid) at the top, in capital letters or small, divide the pictures; classes are then the folders inside them.</remarks>
static class ClassFolders
{
    static readonly ImmutableArray<string> s_trains = ["train", "training"];
    static readonly ImmutableArray<string> s_tests = ["test", "testing", "val", "validation", "valid"];

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
        (string? trainFolder, string? testFolder) = (Part(s_trains, pictures), Part(s_tests, pictures));
        bool divided = trainFolder is not null && testFolder is not null;
        string[] train = [.. divided ? Below(trainFolder!, pictures) : pictures], measured = [.. divided ? Below(testFolder!, pictures) : []];
        ImmutableArray<string> names = [.. train.Concat(measured).Select(path => ClassOf(path, divided)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        if (!divided && names.Length == 2 && names.Any(name => IsOneOf(s_trains, name)) && names.Any(name => IsOneOf(s_tests, name)))
            throw new DataException($"Found pictures in {names[0]} and {names[1]} of {root} that are not all in class folders, expected a folder per class in both. Sort them into folders of their classes, or name the one that has such folders with --data.");
        ClassNameRules.Check(names, root);
        Dictionary<string, int> labels = names.Index().ToDictionary(item => item.Item, item => item.Index);
        if (divided)
            leftOut.AddRange(pictures.Except(train).Except(measured).Select(path => new LeftOut(path, "outside", $"neither in {trainFolder} nor in {testFolder}.")));
        foreach (string part in divided ? (string[])[trainFolder! + "/", testFolder! + "/"] : [""])
            leftOut.AddRange(Folders(root, part).Where(name => !PictureName.IsHidden(name) && !labels.ContainsKey(name)).Select(name => new LeftOut(part + name, "empty class", "a folder without a picture, and so no class. Put its pictures there, or remove it.")));
        PictureListing listing = new(Listed(train), divided ? Listed(measured) : null, names) { LeftOut = [.. leftOut.OrderBy(file => file.Path, StringComparer.Ordinal)] };
        return listing.Train.Count > 0 ? listing
            : throw new DataException($"Found no pictures in {root} ({leftOut.Count} other file(s)), expected a folder per class with pictures ({PictureName.Endings}). Check --data.");

        PictureList Listed(string[] paths)
        {
            string[] taken = [.. paths.Where(path => ClassOf(path, divided) is not null)];
            return new([.. taken], [.. taken.Select(path => labels[ClassOf(path, divided)!])]);
        }
    }

    static LeftOut? Why(string path) => PictureName.WhyNot(path)
        ?? (path.Contains('/', StringComparison.Ordinal) ? null : new(path, "no class", "in no folder, and so of no class. Move it into the folder of its class."));

    static bool IsOneOf(ImmutableArray<string> names, string folder) => names.Contains(folder, StringComparer.OrdinalIgnoreCase);

    // The first by the order of the names that has pictures in class folders.
    static string? Part(ImmutableArray<string> names, List<string> pictures)
    {
        string[] folders = [.. pictures.Where(path => path.IndexOf('/') != path.LastIndexOf('/')).Select(path => path[..path.IndexOf('/')]).Distinct().OrderDescending(StringComparer.Ordinal)];
        return names.SelectMany(name => folders.Where(folder => folder.Equals(name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault();
    }

    static IEnumerable<string> Folders(string root, string part) => new DirectoryInfo(Path.Combine(root, part)).EnumerateDirectories().Where(folder => folder.LinkTarget is null).Select(folder => folder.Name);

    static IEnumerable<string> Below(string folder, IEnumerable<string> paths) =>
        paths.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal) && path.AsSpan(folder.Length + 1).Contains('/'));

    static string? ClassOf(string path, bool divided) => path.Split('/') is var parts && parts.Length > (divided ? 2 : 1) ? parts[divided ? 1 : 0] : null;
}
