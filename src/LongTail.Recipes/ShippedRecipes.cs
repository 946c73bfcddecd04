using System.Collections.Immutable;

namespace LongTail.Recipes;

/// <summary>The recipes that come with the program, by name.</summary>
static class ShippedRecipes
{
    const string Prefix = "recipes/";
    const string Ending = ".json";

    /// <summary>In alphabetical order.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        .. typeof(ShippedRecipes).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..^Ending.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of one of <see cref="Names"/>.</summary>
    public static Stream Open(string name) => typeof(ShippedRecipes).Assembly.GetManifestResourceStream(Prefix + name + Ending)!;
}
