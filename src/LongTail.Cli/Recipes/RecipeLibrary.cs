using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Methods;

namespace LongTail.Cli.Recipes;

/// <summary>Finds recipes: those that come with the program, by name, and files, by path.</summary>
static class RecipeLibrary
{
    const string Prefix = "recipes/";
    const string Ending = ".json";
    const string Nearby = "fashion-lt-";   // of the embedded set, which needs no download

    /// <summary>Names of the recipes that come with the program.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        .. typeof(RecipeLibrary).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..^Ending.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a recipe and those it extends.</summary>
    /// <param name="nameOrPath">A name, or a path: anything with a folder in it, ending in .json, or the name of an existing file.</param>
    /// <exception cref="RecipeException">There is none, or it is not well-formed.</exception>
    public static RecipeDraft Load(string nameOrPath) => Load(nameOrPath, Environment.CurrentDirectory, []);

    /// <summary>How messages name a recipe.</summary>
    public static string SourceOf(string nameOrPath) => $"recipe {SafeText.Of(nameOrPath, 200)}";

    static RecipeDraft Load(string nameOrPath, string folder, ImmutableArray<string> chain)
    {
        string source = SourceOf(nameOrPath);
        bool known = Names.Contains(nameOrPath);
        string identity = known ? nameOrPath : PathOf(nameOrPath, folder, source);
        if (chain.Contains(identity))
            throw new RecipeException($"{source}: found a circle: {SafeText.Of(string.Join(" extends ", [.. chain, identity]), 400)}; expected an end.");

        RecipeDraft draft = known ? Embedded(nameOrPath, source) : RecipeFile.Read(identity, source);
        if (draft.Extends is { } extended)
            draft = Load(extended, known ? folder : Path.GetDirectoryName(identity)!, [.. chain, identity]).ExtendedBy(draft);
        return draft.Entries.ContainsKey("name") ? draft : draft.With(RecipeSchema.Find("name")!, NameOf(identity, source));
    }

    static RecipeDraft Embedded(string name, string source)
    {
        using Stream stream = typeof(RecipeLibrary).Assembly.GetManifestResourceStream(Prefix + name + Ending)!;
        return RecipeFile.Parse(stream, source);
    }

    static string PathOf(string written, string folder, string source)
    {
        if (written.Length == 0 || written.Contains('\0', StringComparison.Ordinal))
            throw new RecipeException($"{source}: found no name, expected the name of a recipe or the path of a file.");
        string path = Path.GetFullPath(written, folder);
        if (File.Exists(path) || Path.GetFileName(written) != written || written.EndsWith(Ending, StringComparison.OrdinalIgnoreCase)) return path;
        throw new RecipeException($"Found the unknown recipe {SafeText.Quoted(written)}.{HintAt(written)} longtail recipe list names all; a file is given by its path.");
    }

    // Who names a method means a recipe of it.
    static string HintAt(string written)
    {
        if (NearestName.Of(written, Names) is { } near) return $" Did you mean {near}?";
        return NearestName.Of(written, MethodCatalog.All.Select(entry => entry.Name)) is { } method && Names.Where(name => name.EndsWith($"-{method}", StringComparison.Ordinal)).OrderBy(name => !name.StartsWith(Nearby, StringComparison.Ordinal)).FirstOrDefault() is { } recipe
            ? $" Did you mean {recipe}, a recipe of the method {method}?" : "";
    }

    static DraftEntry NameOf(string identity, string source)
    {
        string stem = Path.GetFileNameWithoutExtension(identity);
        return new(System.Text.Json.JsonSerializer.SerializeToElement(stem), source);
    }
}
