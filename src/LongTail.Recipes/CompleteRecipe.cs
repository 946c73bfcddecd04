using System.Collections.Immutable;
using System.Text.Json;
using LongTail.Stages;

namespace LongTail.Recipes;

/// <summary>A recipe with a checked value for every key that has a meaning in it.</summary>
sealed record CompleteRecipe(ImmutableDictionary<string, JsonElement> Values)
{
    /// <summary>A recipe by name or path, with changes.</summary>
    /// <param name="nameOrPath">See <see cref="RecipeReader.Read(string, Caller)"/>.</param>
    /// <param name="settings">See <see cref="RecipeSetting"/>.</param>
    /// <param name="caller">Who wrote both.</param>
    /// <exception cref="LongTail.Foundation.RecipeException">There is none, it is not well-formed, or a value does not fit.</exception>
    public static CompleteRecipe Of(string nameOrPath, IEnumerable<string> settings, Caller caller) =>
        RecipeSetting.Apply(RecipeReader.Read(nameOrPath, caller), settings, caller).Complete(RecipeReader.SourceOf(nameOrPath));

    public bool Has(string path) => Values.ContainsKey(path);

    public string Text(string path) => Values[path].GetString()!;

    public int Whole(string path) => (int)Values[path].GetDouble();

    public double Number(string path) => Values[path].GetDouble();

    public bool Flag(string path) => Values[path].GetBoolean();

    /// <summary>The moment at which something deferred sets in, written as a fraction of the epochs, as a 0-based epoch.</summary>
    public int Deferral(string path) => Recipe.DeferralAt(Number(path), Whole("epochs"));

    /// <summary>A list of moments written as fractions of the epochs, as 0-based epochs.</summary>
    public ImmutableArray<int> EpochList(string path) => [.. Values[path].EnumerateArray().Select(item => Recipe.EpochAt(item.GetDouble(), Whole("epochs")))];

    /// <summary>The warm-up in epochs, always shorter than the training. It does not shrink with the schedule: see docs/decisions/0007.</summary>
    public int WarmupEpochs => Math.Min(Whole("optimizer.warmup"), Whole("epochs") - 1);
}
