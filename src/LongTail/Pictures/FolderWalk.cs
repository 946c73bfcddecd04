using LongTail.Foundation;

namespace LongTail.Pictures;

/// <summary>Finds every regular file below a folder, each once, in the order of their names.</summary>
/// <remarks>
/// A link to a file or folder inside is a second name of what is found anyway, and a link out of the folder would take in what its owner did not
/// mean to give: neither is followed, both are told. So a circle of links ends at its first.
/// </remarks>
static class FolderWalk
{
    /// <summary>Files below a folder, as paths with / between folders.</summary>
    /// <param name="root">Where to begin.</param>
    /// <param name="leftOut">Hears of every link, pipe, socket and device, and of hidden files and folders, which are not looked into.</param>
    /// <exception cref="DataException">A folder cannot be read.</exception>
    public static List<string> Files(string root, Action<LeftOut> leftOut)
    {
        List<string> found = [];
        Walk(new DirectoryInfo(root), "", found, leftOut);
        return found;
    }

    static void Walk(DirectoryInfo folder, string prefix, List<string> found, Action<LeftOut> leftOut)
    {
        foreach (FileSystemInfo entry in Entries(folder))
        {
            string path = prefix + entry.Name;
            if (WhyNot(entry, path) is { } reason) leftOut(reason);
            else if (PictureName.IsHidden(entry)) leftOut(PictureName.Hidden(path));
            else if (entry is DirectoryInfo inner) Walk(inner, path + "/", found, leftOut);
            else found.Add(path);
        }
    }

    // A file may go, or be forbidden to look at, while its folder is being read.
    static LeftOut? WhyNot(FileSystemInfo entry, string path)
    {
        try
        {
            if (entry.LinkTarget is { } target)
                return new(path, "link", $"a link to {target}; links are not followed, since they give a picture a second name. Copy the file if it is one more picture.");
            return entry is FileInfo && SpecialFile.KindOf(entry.FullName) is { } kind ? new(path, "no file", $"{kind}, and no file with a picture.") : null;
        }
        catch (Exception fault) when (DataFile.IsReadFailure(fault))
        {
            return new(path, "no file", $"it cannot be looked at ({fault.Message.TrimEnd('.')}).");
        }
    }

    static FileSystemInfo[] Entries(DirectoryInfo folder) => DataFile.Read(folder.FullName, "a readable folder; check its permissions", _ =>
    {
        FileSystemInfo[] entries = [.. folder.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })];
        Array.Sort(entries, (one, other) => string.CompareOrdinal(one.Name, other.Name));
        return entries;
    });
}
