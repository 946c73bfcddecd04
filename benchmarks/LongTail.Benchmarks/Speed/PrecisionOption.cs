using LongTail.Foundation;
using LongTail.Networks;
using LongTail.Stages;

namespace LongTail.Benchmarks.Speed;

/// <summary>The one place where the option --precision meets the recipe.</summary>
static class PrecisionOption
{
    /// <summary>What the option takes.</summary>
    public static readonly string[] Names = [.. PrecisionWord.All];

    /// <summary>The recipe with the precision of this name.</summary>
    /// <exception cref="RecipeException">The library has no such precision: nothing is measured under a wrong name.</exception>
    public static Recipe Set(Recipe recipe, string name) => recipe with { Network = recipe.Network with { Precision = PrecisionWord.Read(name) } };

    /// <summary>What is used when the option has this name.</summary>
    public static string Used(string name) => PrecisionWord.For(PrecisionWord.Read(name));
}
