using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LongTail.Recipes;

/// <summary>What a recipe file may say as a JSON Schema (draft 7), by which editors complete keys and values and mark faults.</summary>
/// <remarks>It is no stricter than the program: which keys exclude each other, and that moments ascend, the program alone checks.</remarks>
static class RecipeJsonSchema
{
    static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema; lines end in "\n".</summary>
    public static string Write()
    {
        JsonObject properties = new()
        {
            [RecipeFile.SchemaKey] = new JsonObject { ["type"] = "string", ["description"] = "Of the file's schema, for editors. The program does not look at it." },
            [RecipeFile.ExtendsKey] = new JsonObject
            {
                ["description"] = "Another recipe, by name or by path, of which this file says only what differs.",
                ["anyOf"] = new JsonArray(ValueRule.OneOf([.. ShippedRecipes.Names]), new JsonObject { ["type"] = "string" }),
            },
        };
        foreach (RecipeKey key in RecipeSchema.Keys) SectionOf(key, properties)[key.Leaf] = Of(key);
        JsonObject schema = Described("object", "A recipe of LongTail: see docs/recipes.md.", properties);
        return new JsonObject([new("$schema", "http://json-schema.org/draft-07/schema#"), new("title", "LongTail recipe"), .. Taken(schema)]).ToJsonString(s_readable) + "\n";
    }

    static JsonObject SectionOf(RecipeKey key, JsonObject properties)
    {
        if (key.Section.Length == 0) return properties;
        if (properties[key.Section] is not JsonObject section) properties[key.Section] = section = Described("object", null, []);
        return (JsonObject)section["properties"]!;
    }

    static JsonObject Of(RecipeKey key)
    {
        JsonObject schema = key.Rule.Schema;
        schema["description"] = DescriptionOf(key);
        if (DefaultOf(key) is { } text) schema["default"] = JsonNode.Parse(text);
        return schema;
    }

    static string DescriptionOf(RecipeKey key)
    {
        string meaning = KeyMeanings.Of(key.Path) is { } sentence ? sentence + " " : "";
        string expected = $"{meaning}Expected {key.Rule.Expected}{(key.Rule.Expected.EndsWith('.') ? "" : ".")}";
        return key.OnlyFor is { } choice ? $"{expected} Only where {choice.Path} is {choice.Counted}." : expected;
    }

    // Null where it depends on another key.
    static string? DefaultOf(RecipeKey key) => key.Defaults is { } defaults ? defaults.Values.Distinct().ToArray() is [var only] ? only : null : key.Default;

    static JsonObject Described(string type, string? description, JsonObject properties)
    {
        JsonObject schema = new() { ["type"] = type, ["properties"] = properties, ["additionalProperties"] = false };
        if (description is not null) schema.Insert(0, "description", description);
        return schema;
    }

    // A node belongs to one parent.
    static KeyValuePair<string, JsonNode?>[] Taken(JsonObject from)
    {
        KeyValuePair<string, JsonNode?>[] all = [.. from];
        from.Clear();
        return all;
    }
}
