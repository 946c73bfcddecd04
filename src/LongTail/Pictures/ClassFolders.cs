using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Pictures;

/// <summary>A folder with one folder per class, in which pictures lie at any depth.</summary>
/// <remarks>Folders named train and test (or val, validation, valid) at the top divide the pictures; classes are then the folders inside them.</remarks>
static class ClassFolders
{
    const string Train = "train";
    static readonly ImmutableArray<string> s_tests = ["test", "val", "validation", "valid"];

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
        string? test = s_tests.FirstOrDefault(name => Below(name, pictures).Any());
        bool divided = test is not null && Below(Train, pictures).Any();
        string[] train = [.. divided ? Below(Train, pictures) : pictures], measured = [.. divided ? Below(test!, pictures) : []];
        ImmutableArray<string> names = [.. train.Concat(measured).Select(path => ClassOf(path, divided)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        ClassNameRules.Check(names, root);
        Dictionary<string, int> labels = names.Index().ToDictionary(item => item.Item, item => item.Index);
        if (divided)
            leftOut.AddRange(pictures.Except(train).Except(measured).Select(path => new LeftOut(path, "outside", $"neither in {Train} nor in {test}.")));
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

    static IEnumerable<string> Below(string folder, IEnumerable<string> paths) =>
        paths.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal) && path.AsSpan(folder.Length + 1).Contains('/'));

    static string? ClassOf(string path, bool divided) => path.Split('/') is var parts && parts.Length > (divided ? 2 : 1) ? parts[divided ? 1 : 0] : null;
}
