using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LongTail.Networks;

namespace LongTail.Recipes;

/// <summary>Writes a complete recipe as a recipe file, with the epochs its fractions come to in comments.</summary>
static class RecipeWriter
{
    /// <remarks>Readable: only quotation marks, backslashes and characters that do not print are escaped.</remarks>
    static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Longer sections are broken into lines.</summary>
    const int LineWidth = 110;

    /// <exception cref="LongTail.Foundation.RecipeException">Its values do not go together, which no single one of them shows.</exception>
    public static string Write(CompleteRecipe recipe)
    {
        RecipeBinder.Bind(recipe);
        IGrouping<string, RecipeKey>[] entries =
            [.. RecipeSchema.Keys.Where(k => recipe.Has(k.Path)).GroupBy(k => k.Section.Length > 0 ? k.Section : "." + k.Path)];
        StringBuilder text = new("{\n");
        foreach (IGrouping<string, RecipeKey> entry in entries)
        {
            string[] pairs = [.. entry.Select(k => $"\"{k.Leaf}\": {ValueOf(k.Path, recipe)}")];
            text.Append("  ").Append(entry.Key.StartsWith('.') ? pairs[0] : SectionOf(entry.Key, pairs));
            if (entry != entries[^1]) text.Append(',');
            if (CommentOn(entry.Key, recipe) is { } comment) text.Append("   // ").Append(comment);
            text.Append('\n');
        }
        return text.Append("}\n").ToString();
    }

    static string SectionOf(string name, string[] pairs)
    {
        string oneLine = $"\"{name}\": {{ {string.Join(", ", pairs)} }}";
        if (oneLine.Length <= LineWidth) return oneLine;
        StringBuilder text = new($"\"{name}\": {{\n    ");
        int column = 4;
        for (int i = 0; i < pairs.Length; i++)
        {
            string pair = i < pairs.Length - 1 ? pairs[i] + ", " : pairs[i];
            if (column + pair.Length > LineWidth)
            {
                text.Length--;   // the blank after the last comma
                text.Append("\n    ");
                column = 4;
            }
            text.Append(pair);
            column += pair.Length;
        }
        return text.Append("\n  }").ToString();
    }

    static string ValueOf(string path, CompleteRecipe recipe) => recipe.Values[path] switch
    {
        { ValueKind: JsonValueKind.String } text => JsonSerializer.Serialize(text.GetString(), s_readable),
        { ValueKind: JsonValueKind.Array } list => $"[{string.Join(", ", list.EnumerateArray().Select(item => item.GetRawText()))}]",
        var other => other.GetRawText(),
    };

    static string? CommentOn(string line, CompleteRecipe recipe) => line switch
    {
        "method" when recipe.Has("method.deferUntil") => recipe.Deferral("method.deferUntil") switch
        {
            0 => "the deferred part is in force from the first epoch on",
            var epoch when epoch >= recipe.Whole("epochs") => "the deferred part is never in force",
            var epoch => $"the deferred part is in force from epoch {Number(epoch)} on",
        },
        "network" when recipe.Text("network.precision") == "auto" =>
            $"auto is {PrecisionWord.For(PrecisionWord.Read("auto"))} on this machine",
        "optimizer" => $"{WarmupOf(recipe.WarmupEpochs)}; {ScheduleOf(recipe)}",
        _ => null,
    };

    static string WarmupOf(int epochs) => epochs switch
    {
        0 => "no warm-up",
        1 => "warm-up of 1 epoch",
        _ => $"warm-up of {Number(epochs)} epochs",
    };

    static string ScheduleOf(CompleteRecipe recipe)
    {
        if (!recipe.Has("optimizer.dropAt")) return "half a cosine";
        ImmutableArray<string> epochs = [.. recipe.EpochList("optimizer.dropAt").Select(Number)];
        return epochs.Length switch
        {
            0 => "a constant rate",
            1 => $"drops at epoch {epochs[0]}",
            _ => $"drops at epochs {string.Join(", ", epochs[..^1])} and {epochs[^1]}",
        };
    }

    static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
