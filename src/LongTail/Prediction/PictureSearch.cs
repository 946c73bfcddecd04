using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Pictures;

namespace LongTail.Prediction;

/// <summary>Finds the picture files to ask about.</summary>
public static class PictureSearch
{
    /// <summary>Files as they were named, and of folders all pictures at any depth, in the order of their names.</summary>
    /// <param name="paths">Of files and folders.</param>
    /// <returns>The pictures, and what lay in the folders and was not taken: links, hidden files and what is no picture by its name.</returns>
    /// <exception cref="DataException">There is nothing at a path, or a folder cannot be read.</exception>
    public static (ImmutableArray<string> Files, ImmutableArray<LeftOut> LeftOut) In(IEnumerable<string> paths)
    {
        List<string> files = [];
        List<LeftOut> leftOut = [];
        foreach (string path in paths)
        {
            if (File.Exists(path)) files.Add(path);
            else if (!Directory.Exists(path)) throw new DataException($"Found nothing at {path}, expected a picture file or a folder of them.");
            else
            {
                foreach (string inside in FolderWalk.Files(path, link => leftOut.Add(link with { Path = Path.Combine(path, link.Path) })))
                {
                    if (PictureName.WhyNot(inside) is { } reason) leftOut.Add(reason with { Path = Path.Combine(path, inside) });
                    else files.Add(Path.Combine(path, inside));
                }
            }
        }
        return ([.. files], [.. leftOut.OrderBy(file => file.Path, StringComparer.Ordinal)]);
    }
}
