using System.Collections.Immutable;
using System.Globalization;

namespace LongTail.Pictures;

/// <summary>Names for classes of which a list gives numbers only: those of the folders, where each class has one of its own.</summary>
static class ListedNames
{
    public static ImmutableArray<string> Of(PictureList list)
    {
        int classes = list.Labels.Max() + 1;
        string?[] folders = new string?[classes];
        bool oneEach = true;
        for (int i = 0; i < list.Count && oneEach; i++)
        {
            int slash = list.Paths[i].LastIndexOf('/');
            ReadOnlySpan<char> folder = slash < 0 ? [] : list.Paths[i].AsSpan(0, slash);
            ref string? known = ref folders[list.Labels[i]];
            if (known is null) known = folder.ToString();
            else oneEach = folder.SequenceEqual(known);
        }
        oneEach &= folders.All(folder => folder is { Length: > 0 }) && folders.Distinct().Count() == classes;
        int shared = oneEach && classes > 1 ? SharedLength(folders!) : 0;
        return oneEach && classes > 1
            ? [.. folders.Select(folder => folder![shared..])]
            : [.. Enumerable.Range(0, classes).Select(label => label.ToString(CultureInfo.InvariantCulture))];
    }

    // Of the folders above the class folders.
    static int SharedLength(string[] folders)
    {
        string first = folders[0];
        int shared = folders.Skip(1).Aggregate(first.Length, (length, folder) => Math.Min(length, first.AsSpan().CommonPrefixLength(folder)));
        return first.AsSpan(0, shared).LastIndexOf('/') + 1;
    }
}
