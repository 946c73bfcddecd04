using System.Text.Json;
using LongTail.Foundation;

namespace LongTail.Recipes;

/// <summary>Changes to a recipe, each written as key=value.</summary>
static class RecipeSetting
{
    /// <summary>Makes the changes, one after the other. The values are checked later, with all others.</summary>
    /// <param name="draft">What has been said before.</param>
    /// <param name="settings">Such as "epochs=30", "temperature=4" or "optimizer.dropAt=[0.5,0.75]".</param>
    /// <param name="caller">Who wrote them.</param>
    /// <exception cref="RecipeException">One is not of that form, or has an unknown key.</exception>
    public static RecipeDraft Apply(RecipeDraft draft, IEnumerable<string> settings, Caller caller) =>
        settings.Aggregate(draft, (changed, written) => Apply(changed, written, caller));

    /// <summary>Sets a key to a value as a person writes it.</summary>
    /// <param name="draft">What has been said before.</param>
    /// <param name="key">What is set.</param>
    /// <param name="value">JSON, or text without its quotation marks.</param>
    /// <param name="source">For messages.</param>
    public static RecipeDraft Apply(RecipeDraft draft, RecipeKey key, string value, string source) => draft.With(key, new(ValueOf(value.Trim(), key.Rule), source));

    static RecipeDraft Apply(RecipeDraft draft, string written, Caller caller)
    {
        int equals = written.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
            throw new RecipeException($"Found {caller.Setting} {SafeText.Quoted(written)}, expected key=value, such as {caller.Example}.");
        RecipeSource source = new($"{caller.Setting} {SafeText.Of(written)}", caller);
        RecipeKey key = RecipeSchema.Meant(written[..equals].Trim(), source);
        return Apply(draft, key, written[(equals + 1)..], source.Name);
    }

    /// <remarks>Text may be written without quotation marks; a shell would take them away anyway.</remarks>
    static JsonElement ValueOf(string written, ValueRule rule)
    {
        if (rule is TextRule && !written.StartsWith('"')) return JsonSerializer.SerializeToElement(written);
        try
        {
            return JsonElement.Parse(written);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(written);
        }
    }
}
