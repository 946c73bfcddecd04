using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Which files a published set consists of, where they lie, and how a user gets them.</summary>
sealed record SetFiles
{
    /// <summary>Name of the set in messages.</summary>
    public required string Title { get; init; }

    /// <summary>All files that are needed.</summary>
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>Endings that a file may carry, the preferred first; "" for none.</summary>
    public ImmutableArray<string> Endings { get; init; } = [""];

    /// <summary>Folders inside the given one in which the official archive or another tool puts the files.</summary>
    public ImmutableArray<string> Folders { get; init; } = [];

    /// <summary>What to do to get the files, as a sentence.</summary>
    public required string Source { get; init; }

    /// <summary>Full path of every file, by name.</summary>
    /// <exception cref="DataException">No folder is given, or it is missing or incomplete.</exception>
    public IReadOnlyDictionary<string, string> Locate(string? folder)
    {
        if (string.IsNullOrEmpty(folder))
            throw new DataException($"Found no data folder, expected the folder of {Title} with {List(Names)}. {Source}");
        if (!Directory.Exists(folder))
            throw new DataException($"Found no folder {folder}, expected {Title} there: {List(Names)}. {Source}");

        string[] places = [folder, .. Folders.Select(inner => Path.Combine(folder, inner))];
        string fullest = places.MaxBy(place => Names.Count(name => Find(place, name) is not null))!;
        string[] missing = [.. Names.Where(name => Find(fullest, name) is null)];
        if (missing.Length > 0)
            throw new DataException($"Found folder {fullest} without {List(missing)}, expected {Title} there: {List(Names)}. {Source}");
        return Names.ToDictionary(name => name, name => Find(fullest, name)!);
    }

    string? Find(string folder, string name) => Endings.Select(ending => Path.Combine(folder, name + ending)).FirstOrDefault(File.Exists);

    static string List(IEnumerable<string> names) => string.Join(", ", names);
}
