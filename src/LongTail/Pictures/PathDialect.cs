using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LongTail.Foundation;

namespace LongTail.Pictures;

/// <summary>Fits the paths of a list to the folders on this disk: the lists of the field write the same picture in several ways.</summary>
/// <remarks>
/// Places has train/airfield/x.jpg and val/airfield/y.jpg (Kang et al. 2020), or data_256/a/airfield/x.jpg and val_256/y.jpg (Liu et al. 2019), with
/// airfield-of-kinds as airfield/of/kinds in the second, and data_large and val_large for the pictures of full size; ImageNet's validation pictures lie in
/// folders of their synset, or all in one, and some lists give their names alone.
/// </remarks>
static partial class PathDialect
{
    const int Sampled = 300;   // from the beginning, and as many spread over the list

    static readonly ImmutableArray<Func<string, string?, string?>> s_dialects =
    [
        (path, _) => path,
        (path, _) => SmallPlaces().Match(path) is { Success: true } m ? $"data_256/{m.Groups[1].Value[0]}/{m.Groups[1].Value.Replace('-', '/')}/{m.Groups[2].Value}" : null,
        (path, _) => SmallPlaces().Match(path) is { Success: true } m ? $"data_256/{m.Groups[1].Value[0]}/{m.Groups[1].Value}/{m.Groups[2].Value}" : null,
        (path, _) => SmallPlaces().Match(path) is { Success: true } m ? $"data_large/{m.Groups[1].Value[0]}/{m.Groups[1].Value.Replace('-', '/')}/{m.Groups[2].Value}" : null,
        (path, _) => SmallPlaces().Match(path) is { Success: true } m ? $"data_large/{m.Groups[1].Value[0]}/{m.Groups[1].Value}/{m.Groups[2].Value}" : null,
        (path, _) => LargePlaces().Match(path) is { Success: true } m ? $"data_256/{m.Groups[1].Value}/{m.Groups[2].Value}/{m.Groups[3].Value}" : null,
        (path, _) => LargePlaces().Match(path) is { Success: true } m ? $"data_large/{m.Groups[1].Value}/{m.Groups[2].Value}/{m.Groups[3].Value}" : null,
        (path, _) => LargePlaces().Match(path) is { Success: true } m ? $"train/{m.Groups[2].Value.Replace('/', '-')}/{m.Groups[3].Value}" : null,
        (path, _) => LargePlaces().Match(path) is { Success: true } m ? $"train/{m.Groups[2].Value}/{m.Groups[3].Value}" : null,
        (path, _) => PlacesTest().Match(path) is { Success: true } m ? $"val_256/{m.Groups[1].Value}" : null,
        (path, _) => PlacesTest().Match(path) is { Success: true } m ? $"val_large/{m.Groups[1].Value}" : null,
        (path, folder) => folder is not null && PlacesTest().Match(path) is { Success: true } m ? $"val/{folder}/{m.Groups[1].Value}" : null,
        (path, _) => ImageNetTest().Match(path) is { Success: true } m ? $"val/{m.Groups[1].Value}" : null,
        (path, folder) => folder is not null && ImageNetTest().Match(path) is { Success: true } m ? $"val/{folder}/{m.Groups[1].Value}" : null,
    ];

    /// <summary>The list under the paths its pictures have below the data folder: those under which most of some hundred of its pictures are found.</summary>
    /// <param name="list">As read.</param>
    /// <param name="root">The data folder.</param>
    /// <param name="source">Names the list in messages.</param>
    /// <param name="folderOf">The folder, without those above it, in which training pictures of a label lie; null where unknown.</param>
    /// <exception cref="DataException">None of these pictures is under any of the known paths.</exception>
    public static PictureList Fit(PictureList list, string root, string source, Func<int, string?> folderOf)
    {
        if (list.Count == 0) return list;
        int[] sample = [.. Enumerable.Range(0, Math.Min(Sampled, list.Count)).Concat(Enumerable.Range(0, Sampled).Select(i => (int)((long)i * list.Count / Sampled))).Distinct()];
        (Func<string, string?, string?> Dialect, int Found) best = (s_dialects[0], 0);
        foreach (Func<string, string?, string?> dialect in s_dialects)
        {
            int found = sample.Count(i => File.Exists(Path.Combine(root, Under(dialect, list.Paths[i], list.Labels[i]))));
            if (found > best.Found) best = (dialect, found);
            if (found == sample.Length) break;
        }
        if (best.Found == 0)
        {
            string[] tried = [.. s_dialects.Select(dialect => Under(dialect, list.Paths[0], list.Labels[0])).Distinct()];
            throw new DataException($"Found no {string.Join(" and no ", tried)} in {root}, expected the pictures that {source} lists there; none of {sample.Length} that were looked for is. Check --data: it is the folder that the list's paths begin in.");
        }
        return ReferenceEquals(best.Dialect, s_dialects[0]) ? list : list.At((path, label) => Under(best.Dialect, path, label));

        string Under(Func<string, string?, string?> dialect, string path, int label) => dialect(path, folderOf(label)) ?? path;
    }

    /// <summary>For each label, the folder its pictures lie in.</summary>
    public static Func<int, string?> FoldersOf(PictureList list)
    {
        Dictionary<int, string> folders = [];
        for (int i = 0; i < list.Count; i++)
            if (list.Paths[i].Split('/') is { Length: > 1 } parts) folders.TryAdd(list.Labels[i], parts[^2]);
        return label => folders.GetValueOrDefault(label);
    }

    [GeneratedRegex(@"^train/([a-z][^/]*(?:/[^/]+)*)/([^/]+)$")]
    private static partial Regex SmallPlaces();

    [GeneratedRegex(@"^data_(?:256|large)/([a-z])/(.+)/([^/]+)$")]
    private static partial Regex LargePlaces();

    [GeneratedRegex(@"^val(?:_256|_large)?/(?:.+/)?(Places365_val_[^/]+)$")]
    private static partial Regex PlacesTest();

    [GeneratedRegex(@"^(?:val/)?(?:n\d+/)?(ILSVRC2012_val_[^/]+)$")]
    private static partial Regex ImageNetTest();
}
