using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Stages;

namespace LongTail.Recipes;

/// <summary>Recipes by name or from files, as the command line takes them (docs/recipes.md).</summary>
public static class RecipeLibrary
{
    /// <summary>Names of the recipes that come with LongTail, in alphabetical order.</summary>
    public static ImmutableArray<string> Names => ShippedRecipes.Names;

    /// <summary>The recipe that "longtail train" trains for the same name or path and the same settings.</summary>
    /// <param name="nameOrPath">One of <see cref="Names"/>, or the path of a recipe file; a relative one starts at the current directory.</param>
    /// <param name="settings">Changes, one after the other, as "--set" takes them: "epochs=30", "optimizer.dropAt=[0.5,0.75]", or "temperature=4", where the last part of a key is enough.</param>
    /// <exception cref="RecipeException">There is no such recipe, a file is no recipe, recipes extend each other in a circle, or a setting is unknown, out of range or without a meaning in this recipe.</exception>
    public static Recipe Load(string nameOrPath, params IEnumerable<string> settings) => RecipeBinder.Bind(CompleteRecipe.Of(nameOrPath, settings, Caller.Program));

    /// <summary>The same recipe as the text of a recipe file that says every value, with the epochs that its fractions stand for in comments: what "longtail recipe show" prints.</summary>
    /// <param name="nameOrPath">As for <see cref="Load"/>.</param>
    /// <param name="settings">As for <see cref="Load"/>.</param>
    /// <returns>JSON with comments, lines ending in "\n"; saved as a file, it can be loaded and extended.</returns>
    /// <exception cref="RecipeException">As for <see cref="Load"/>.</exception>
    public static string TextOf(string nameOrPath, params IEnumerable<string> settings) => RecipeWriter.Write(CompleteRecipe.Of(nameOrPath, settings, Caller.Program));

    /// <summary>What a recipe file may say as a JSON Schema (draft 7), for editors: what "longtail recipe schema" prints.</summary>
    /// <returns>JSON, lines ending in "\n". It is no stricter than <see cref="Load"/>: a file that satisfies it may still be refused.</returns>
    public static string JsonSchema() => RecipeJsonSchema.Write();
}
