using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LongTail.Foundation;

namespace LongTail.Recipes;

/// <summary>Reads the text of a recipe: JSON, in which comments and trailing commas are allowed.</summary>
static partial class RecipeFile
{
    /// <summary>The key that names another recipe.</summary>
    public const string ExtendsKey = "extends";

    /// <summary>The key by which editors find the schema of a file.</summary>
    public const string SchemaKey = "$schema";

    /// <summary>Recipes are a few hundred bytes; more than this is some other file.</summary>
    const int MostBytes = 64 * 1024;

    static readonly JsonDocumentOptions s_options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 8 };

    /// <summary>Reads a file.</summary>
    /// <exception cref="RecipeException">It cannot be read or is no recipe.</exception>
    public static RecipeDraft Read(string path, RecipeSource source)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Parse(file, source);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new RecipeException($"{source}: found no readable file ({SafeText.Of(e.Message, 200)})", e);
        }
    }

    /// <summary>Reads a stream.</summary>
    /// <exception cref="RecipeException">It is no recipe.</exception>
    public static RecipeDraft Parse(Stream stream, RecipeSource source)
    {
        byte[] bytes = new byte[MostBytes + 1];
        int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > MostBytes)
            throw new RecipeException($"{source}: found more than {MostBytes / 1024} KiB, expected a recipe of a few hundred bytes; is this the right file?");
        return DraftOf(Root(Utf8(bytes.AsSpan(0, length), source), source), source);
    }

    /// <remarks>A UTF-8 mark at the beginning, as some Windows editors leave it, is skipped.</remarks>
    static byte[] Utf8(ReadOnlySpan<byte> bytes, RecipeSource source)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[3..];
        if (bytes.StartsWith<byte>([0xFF, 0xFE]) || bytes.StartsWith<byte>([0xFE, 0xFF]))
            throw new RecipeException($"{source}: found text in UTF-16, expected UTF-8; save the file as UTF-8.");
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
            throw new RecipeException($"{source}: found bytes that are not UTF-8, expected JSON in UTF-8; save the file as UTF-8.");
        return bytes.ToArray();
    }

    static JsonElement Root(byte[] utf8, RecipeSource source)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, s_options);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            string reason = SafeText.Of(PositionInMessage().Replace(e.Message, ""), 200);
            throw new RecipeException($"{source}: line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: found no valid JSON: {reason}", e);
        }
    }

    static RecipeDraft DraftOf(JsonElement root, RecipeSource source)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new RecipeException($"{source}: found {Kind(root)}, expected an object: {{ ... }}.");
        RecipeDraft draft = RecipeDraft.Empty;
        foreach (JsonProperty property in Properties(root, "", source).Where(property => property.Name != SchemaKey))
            draft = property.Name == ExtendsKey ? draft with { Extends = ExtendsOf(property.Value, source) }
                : RecipeSchema.Sections.Contains(property.Name) ? WithSection(draft, property, source)
                : WithKey(draft, "", property, source);
        return draft;
    }

    static RecipeDraft WithSection(RecipeDraft draft, JsonProperty section, RecipeSource source)
    {
        if (section.Value.ValueKind != JsonValueKind.Object)
            throw new RecipeException($"{source}: {section.Name}: found {Kind(section.Value)}, expected an object: {{ ... }}.");
        foreach (JsonProperty property in Properties(section.Value, section.Name + ".", source))
            draft = WithKey(draft, section.Name + ".", property, source);
        return draft;
    }

    /// <remarks>Entries go in without dropping others: a file that says two things which exclude each other is to be told so.</remarks>
    static RecipeDraft WithKey(RecipeDraft draft, string prefix, JsonProperty property, RecipeSource source)
    {
        string path = prefix + property.Name;
        if (property.Name.Contains('.', StringComparison.Ordinal) || RecipeSchema.Find(path) is null)
            throw new RecipeException($"{source}: found the unknown key {SafeText.Quoted(path)}.{RecipeSchema.HintAt(path, source.Caller)}");
        return draft with { Entries = draft.Entries.SetItem(path, new(property.Value, source.Name)) };
    }

    static IEnumerable<JsonProperty> Properties(JsonElement of, string prefix, RecipeSource source)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty property in of.EnumerateObject())
            yield return seen.Add(property.Name) ? property
                : throw new RecipeException($"{source}: found the key {SafeText.Quoted(prefix + property.Name)} twice, expected it once.");
    }

    static string ExtendsOf(JsonElement value, RecipeSource source) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()!
            : throw new RecipeException($"{source}: extends: found {Kind(value)}, expected the name or path of a recipe.");

    static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        _ => value.GetRawText(),
    };

    [GeneratedRegex(@" (Path: .*)?LineNumber: .*$", RegexOptions.Singleline)]
    private static partial Regex PositionInMessage();
}
