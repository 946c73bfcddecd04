using System.Collections.Immutable;
using System.Text.Json;
using LongTail.Foundation;

namespace LongTail.Recipes;

/// <summary>What has been said so far: values by key path, each with where it was said, for messages.</summary>
/// <param name="Entries">Only known keys; the values have not been checked yet.</param>
sealed record RecipeDraft(ImmutableDictionary<string, DraftEntry> Entries)
{
    public static RecipeDraft Empty { get; } = new(ImmutableDictionary.Create<string, DraftEntry>(StringComparer.Ordinal));

    /// <summary>The recipe another one extends, by name or path; null when it stands alone.</summary>
    public string? Extends { get; init; }

    /// <summary>The text that was said for a key; null where nothing was, or no text.</summary>
    /// <param name="path">Of the key.</param>
    public string? TextAt(string path) => Entries.TryGetValue(path, out DraftEntry entry) && entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null;

    /// <summary>Says one more thing. A changed choice, such as another method, drops what only the former choice gave a meaning.</summary>
    public RecipeDraft With(RecipeKey key, DraftEntry entry)
    {
        RecipeDraft next = this with { Entries = Entries.SetItem(key.Path, entry) };
        return key.Decides && entry.Value.ValueKind == JsonValueKind.String ? next.WithoutLeftOvers(key, entry.Value.GetString()!) : next;
    }

    // A choice that nobody made follows from the one it depends on, and drops what it gives no meaning as if it had been made.
    RecipeDraft WithoutLeftOvers(RecipeKey choice, string value)
    {
        RecipeDraft left = this with { Entries = Entries.RemoveRange(RecipeSchema.Keys.Where(key => key.OnlyFor is { } needed && needed.Path == choice.Path && !needed.Counts(value)).Select(key => key.Path)) };
        return RecipeSchema.Keys
            .Where(key => key.Decides && key.OnlyFor?.Path == choice.Path && key.Defaults?.ContainsKey(value) == true && !left.Entries.ContainsKey(key.Path))
            .Aggregate(left, (draft, key) => draft.WithoutLeftOvers(key, JsonElement.Parse(key.Defaults![value]).GetString()!));
    }

    /// <summary>Everything another draft says on top of this one. Name and description are never handed on.</summary>
    public RecipeDraft ExtendedBy(RecipeDraft other)
    {
        RecipeDraft result = this with { Entries = Entries.RemoveRange(["name", "about"]), Extends = null };
        foreach (RecipeKey key in RecipeSchema.Keys.OrderByDescending(k => k.Decides))   // choices first, so that they drop nothing the other draft says
            if (other.Entries.TryGetValue(key.Path, out DraftEntry entry))
                result = result.With(key, entry);
        return result;
    }

    /// <summary>Checks every value and fills in what was not said.</summary>
    /// <param name="source">Names the recipe in messages.</param>
    /// <exception cref="RecipeException">A value is missing, out of range or without a meaning here.</exception>
    public CompleteRecipe Complete(string source)
    {
        ImmutableDictionary<string, JsonElement>.Builder values = ImmutableDictionary.CreateBuilder<string, JsonElement>(StringComparer.Ordinal);
        foreach (RecipeKey key in RecipeSchema.Keys.OrderByDescending(k => k.Decides))
        {
            bool said = Entries.TryGetValue(key.Path, out DraftEntry entry);
            if (said && !key.Rule.Accepts(entry.Value))
                throw new RecipeException($"{entry.Source}: {key.Path}: found {Shown(entry.Value)}, expected {key.Rule.Expected}.{HintAt(key.Rule, entry.Value)}");
            if (key.OnlyFor is { } choice && values[choice.Path].GetString() is { } chosen && !choice.Counts(chosen))
            {
                if (said) throw new RecipeException(
                    $"{entry.Source}: {key.Path}: found {Shown(entry.Value)}, which counts only where {choice.Path} is {choice.Counted}; here it is {chosen}. Remove it or change {choice.Path}.");
                continue;
            }
            values[key.Path] = said ? entry.Value
                : DefaultOf(key) is { } text ? JsonElement.Parse(text)
                : throw new RecipeException($"{source}: {key.Path}: found nothing, expected {key.Rule.Expected}.");
        }
        CompleteRecipe complete = new(values.ToImmutable());
        if (MethodSettings.FaultOf(complete) is { } refused)
            throw new RecipeException($"{(Entries.TryGetValue(refused.Path, out DraftEntry wrong) ? wrong.Source : source)}: {refused.Path}: {refused.Fault}");
        return complete;

        string? DefaultOf(RecipeKey key) => MethodSettings.DefaultOf(key, values) is { } ofSet ? ofSet
            : key.Defaults is { } defaults ? defaults[values[key.OnlyFor!.Path].GetString()!] : key.Default;
    }

    static string HintAt(ValueRule rule, JsonElement value) =>
        rule is ChoiceRule choice && value.ValueKind == JsonValueKind.String ? NearestName.Hint(value.GetString()!, choice.Names) : "";

    static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => SafeText.Quoted(value.GetString()!),
        JsonValueKind.Object => "an object",
        _ => SafeText.Of(value.GetRawText()),
    };
}

/// <summary>A value and where it was said.</summary>
/// <param name="Value">As written.</param>
/// <param name="Source">Such as "recipe cifar10-lt-100-ce" or "--set epochs=30".</param>
readonly record struct DraftEntry(JsonElement Value, string Source);
