using System.Text.Json;
using LongTail.Foundation;

namespace LongTail.Cli.Recipes;

/// <summary>One change to a recipe from the command line: --set key=value.</summary>
static class RecipeSetting
{
    /// <summary>Makes the change. The value is checked later, with all others.</summary>
    /// <param name="draft">What has been said before.</param>
    /// <param name="written">Such as "epochs=30", "temperature=4" or "optimizer.dropAt=[0.5,0.75]".</param>
    /// <exception cref="RecipeException">Not of that form, or an unknown key.</exception>
    public static RecipeDraft Apply(RecipeDraft draft, string written)
    {
        int equals = written.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
            throw new RecipeException($"Found --set {SafeText.Quoted(written)}, expected key=value, such as --set epochs=30.");
        string source = $"--set {SafeText.Of(written)}";
        RecipeKey key = RecipeSchema.Meant(written[..equals].Trim(), source);
        return Apply(draft, key, written[(equals + 1)..], source);
    }

    /// <summary>Sets a key to a value as a person writes it.</summary>
    /// <param name="draft">What has been said before.</param>
    /// <param name="key">What is set.</param>
    /// <param name="value">JSON, or text without its quotation marks.</param>
    /// <param name="source">For messages.</param>
    public static RecipeDraft Apply(RecipeDraft draft, RecipeKey key, string value, string source) => draft.With(key, new(ValueOf(value.Trim(), key.Rule), source));

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
