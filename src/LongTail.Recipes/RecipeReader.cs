using System.Collections.Immutable;
using System.Text.Json;
using LongTail.Foundation;
using LongTail.Methods;

namespace LongTail.Recipes;

/// <summary>Finds recipes: those that come with the program, by name, and files, by path.</summary>
static class RecipeReader
{
    const string Ending = ".json";
    const string Nearby = "fashion-lt-";   // of the embedded set, which needs no download

    /// <summary>Reads a recipe and those it extends.</summary>
    /// <param name="nameOrPath">A name, or a path: anything with a folder in it, ending in .json, or the name of an existing file.</param>
    /// <param name="caller">Who named it.</param>
    /// <exception cref="RecipeException">There is none, or it is not well-formed.</exception>
    public static RecipeDraft Read(string nameOrPath, Caller caller) => Read(nameOrPath, Environment.CurrentDirectory, [], caller);

    /// <summary>How messages name a recipe.</summary>
    public static string SourceOf(string nameOrPath) => $"recipe {SafeText.Of(nameOrPath, 200)}";

    static RecipeDraft Read(string nameOrPath, string folder, ImmutableArray<string> chain, Caller caller)
    {
        RecipeSource source = new(SourceOf(nameOrPath), caller);
        bool known = ShippedRecipes.Names.Contains(nameOrPath);
        string identity = known ? nameOrPath : PathOf(nameOrPath, folder, source);
        if (chain.Contains(identity))
            throw new RecipeException($"{source}: found a circle: {SafeText.Of(string.Join(" extends ", [.. chain, identity]), 400)}; expected an end.");

        RecipeDraft draft = known ? Shipped(nameOrPath, source) : RecipeFile.Read(identity, source);
        if (draft.Extends is { } extended)
            draft = Read(extended, known ? folder : Path.GetDirectoryName(identity)!, [.. chain, identity], caller).ExtendedBy(draft);
        return draft.Entries.ContainsKey("name") ? draft : draft.With(RecipeSchema.Find("name")!, NameOf(identity, source));
    }

    static RecipeDraft Shipped(string name, RecipeSource source)
    {
        using Stream stream = ShippedRecipes.Open(name);
        return RecipeFile.Parse(stream, source);
    }

    static string PathOf(string written, string folder, RecipeSource source)
    {
        if (written.Length == 0 || written.Contains('\0', StringComparison.Ordinal))
            throw new RecipeException($"{source}: found no name, expected the name of a recipe or the path of a file.");
        string path = Path.GetFullPath(written, folder);
        if (File.Exists(path) || Path.GetFileName(written) != written || written.EndsWith(Ending, StringComparison.OrdinalIgnoreCase)) return path;
        throw new RecipeException($"Found the unknown recipe {SafeText.Quoted(written)}.{HintAt(written, path)} {source.Caller.AllNames}; a file is given by its path.");
    }

    // Who names a method means a recipe of it.
    static string HintAt(string written, string path)
    {
        if (Directory.Exists(path)) return $" It is a folder here: to train on its pictures, give it by --data.";
        if (File.Exists(path + Ending)) return $" There is a file {SafeText.Quoted(written + Ending)} here.";
        if (NearestName.Of(written, ShippedRecipes.Names) is { } near) return $" Did you mean {near}?";
        return NearestName.Of(written, MethodCatalog.All.Select(entry => entry.Name)) is { } method
            && ShippedRecipes.Names.Where(name => name.EndsWith($"-{method}", StringComparison.Ordinal)).OrderBy(name => !name.StartsWith(Nearby, StringComparison.Ordinal)).FirstOrDefault() is { } recipe
            ? $" Did you mean {recipe}, a recipe of the method {method}?" : "";
    }

    static DraftEntry NameOf(string identity, RecipeSource source) => new(JsonSerializer.SerializeToElement(Path.GetFileNameWithoutExtension(identity)), source.Name);
}
