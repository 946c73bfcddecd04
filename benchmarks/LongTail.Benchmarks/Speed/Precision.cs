using LongTail.Foundation;
using LongTail.Stages;

namespace LongTail.Benchmarks.Speed;

/// <summary>The one place where the option --precision meets the recipe.</summary>
static class Precision
{
    /// <summary>What the option takes; auto is what the program takes by itself.</summary>
    public static readonly string[] Names = ["fp32", "bf16", "auto"];

    /// <summary>The recipe with the precision of this name.</summary>
    /// <exception cref="RecipeException">The library has no such precision: nothing is measured under a wrong name.</exception>
    public static Recipe Set(Recipe recipe, string name) =>
        name == "bf16" ? throw new RecipeException("Found --precision bf16, expected fp32: this version of the library has no other.") : recipe;

    /// <summary>What is used when the option has this name.</summary>
    public static string Used(string name) => name == "auto" ? "fp32" : name;
}
