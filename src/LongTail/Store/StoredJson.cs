using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>Our own records as JSON: documents, and histories with one record per line.</summary>
/// <remarks>
/// Reading is strict: an unknown, doubled or missing member is an error. Within one format version a new member of a
/// record therefore needs a default value, and then old files stay readable; files with members we do not know come from
/// a newer version and are refused rather than read in part. Computed properties are not written.
/// NaN and infinities are the texts "NaN", "Infinity" and "-Infinity".
/// </remarks>
public static class StoredJson
{
    static readonly JsonSerializerOptions s_line = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    static readonly JsonSerializerOptions s_document = new(s_line) { WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes one document, indented, ending in a line feed.</summary>
    public static void Write<T>(Stream stream, T value)
    {
        JsonSerializer.Serialize(stream, value, s_document);
        stream.Write("\n"u8);
    }

    /// <summary>Reads one document.</summary>
    /// <param name="stream">Is read to its end.</param>
    /// <param name="source">Names the file in messages.</param>
    /// <exception cref="ModelFileException">Not JSON, or not the members of <typeparamref name="T"/>.</exception>
    public static T Read<T>(Stream stream, string source)
    {
        using MemoryStream text = new();
        stream.CopyTo(text);
        return Parse<T>(text.GetBuffer().AsSpan(0, (int)text.Length), source);
    }

    /// <summary>Writes one line per record.</summary>
    public static void WriteLines<T>(Stream stream, IEnumerable<T> records)
    {
        foreach (T record in records)
        {
            JsonSerializer.Serialize(stream, record, s_line);
            stream.Write("\n"u8);
        }
    }

    /// <summary>Reads one record per line; empty lines are not allowed.</summary>
    /// <param name="stream">Is read to its end.</param>
    /// <param name="source">Names the file in messages.</param>
    /// <exception cref="ModelFileException">A line is not JSON, or has not the members of <typeparamref name="T"/>.</exception>
    public static ImmutableArray<T> ReadLines<T>(Stream stream, string source)
    {
        using StreamReader reader = new(stream, leaveOpen: true);
        var records = ImmutableArray.CreateBuilder<T>();
        while (reader.ReadLine() is { } line)
            records.Add(Parse<T>(System.Text.Encoding.UTF8.GetBytes(line), $"{source} line {records.Count + 1}"));
        return records.ToImmutable();
    }

    static T Parse<T>(ReadOnlySpan<byte> text, string source)
    {
        if (!JsonSerializer.IsReflectionEnabledByDefault)
            throw new PlatformException($"{source}: found reflection turned off for JSON in this application, expected it turned on, to read this file. Set the property PublishAot to false, or JsonSerializerIsReflectionEnabledByDefault to true.");
        try
        {
            return JsonSerializer.Deserialize<T>(text, s_document) ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw ModelFileFault.Damaged(source, $"other JSON ({e.Message})", $"the members of {typeof(T).Name}", e);
        }
    }
}
