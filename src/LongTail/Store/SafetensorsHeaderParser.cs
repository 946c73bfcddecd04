using System.Collections.Immutable;
using System.Text.Json;
using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>Reads the JSON of a safetensors header, trusting nothing in it.</summary>
ref struct SafetensorsHeaderParser
{
    const string MetadataName = "__metadata__";
    const int LongestName = 1024;
    const int MostDimensions = 16;
    const int Depth = 3;   // file, tensor, shape

    readonly string _source;
    Utf8JsonReader _json;

    SafetensorsHeaderParser(ReadOnlySpan<byte> text, string source)
    {
        _source = source;
        _json = new(text, new JsonReaderOptions { MaxDepth = Depth });
    }

    internal static (List<SafetensorsEntry> Entries, ImmutableSortedDictionary<string, string> Metadata) Parse(ReadOnlySpan<byte> text, string source)
    {
        try
        {
            return new SafetensorsHeaderParser(text, source).File();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)   // the latter: text that is not UTF-8
        {
            throw ModelFileFault.Damaged(source, "a header that is not JSON as the format wants it", "one", e);
        }
    }

    (List<SafetensorsEntry>, ImmutableSortedDictionary<string, string>) File()
    {
        List<SafetensorsEntry> entries = [];
        ImmutableSortedDictionary<string, string> metadata = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        HashSet<string> seen = new(StringComparer.Ordinal);
        Next(JsonTokenType.StartObject, "an object");
        while (NewName(seen) is { } name)
            if (name == MetadataName)
                metadata = Metadata();
            else
                entries.Add(Entry(name));
        _json.Read();   // throws if anything but white space follows
        return (entries, metadata);
    }

    ImmutableSortedDictionary<string, string> Metadata()
    {
        var lines = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        HashSet<string> seen = new(StringComparer.Ordinal);
        Next(JsonTokenType.StartObject, "an object of texts as", MetadataName);
        while (NewName(seen) is { } name)
        {
            Next(JsonTokenType.String, "text as metadata", name);
            lines.Add(name, _json.GetString()!);
        }
        return lines.ToImmutable();
    }

    SafetensorsEntry Entry(string name)
    {
        ElementType? type = null;
        ImmutableArray<long>? shape = null;
        ImmutableArray<long>? offsets = null;
        Next(JsonTokenType.StartObject, "an object for", name);
        while (NextName() is { } member)
            switch (member)
            {
                case "dtype" when type is null: type = Type(name); break;
                case "shape" when shape is null: shape = Numbers(name, member, MostDimensions); break;
                case "data_offsets" when offsets is null: offsets = Numbers(name, member, 2); break;
                default: throw Damaged($"the member {Quoted.Of(member)} unknown or twice in {Quoted.Of(name)}", "dtype, shape and data_offsets");
            }
        if (type is not { } known || shape is not { } dimensions || offsets is not [long begin, long end])
            throw Damaged($"{Quoted.Of(name)} without all of its members", "dtype, shape and two data_offsets");

        if (Bytes(dimensions, known) is not { } bytes)
            throw Damaged($"a shape too large for any file in {Quoted.Of(name)}", "one that fits the file");
        if (end < begin || end - begin != bytes)
            throw Damaged($"{Quoted.Of(name)} at bytes {begin} to {end}", $"{bytes} bytes for its shape and dtype");
        return new(name, known, dimensions, begin, end);
    }

    ElementType Type(string name)
    {
        Next(JsonTokenType.String, "text as dtype of", name);
        string text = _json.ValueSpan.Length > LongestName ? "?" : _json.GetString()!;
        return ElementTypes.Parse(text) ?? throw Damaged($"dtype {Quoted.Of(text)} of {Quoted.Of(name)}", $"one of {ElementTypes.List}");
    }

    ImmutableArray<long> Numbers(string name, string member, int most)
    {
        var numbers = ImmutableArray.CreateBuilder<long>();
        Next(JsonTokenType.StartArray, "an array of numbers for", name);
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (numbers.Count == most) throw Damaged($"more than {most} numbers in {member} of {Quoted.Of(name)}", $"at most {most}");
            if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out long number) || number < 0)
                throw Damaged($"a wrong number in {member} of {Quoted.Of(name)}", "whole numbers from 0");
            numbers.Add(number);
        }
        return numbers.ToImmutable();
    }

    // Dimensions of zero count as one, so that the others cannot hide an overflow behind them.
    static long? Bytes(ImmutableArray<long> shape, ElementType type)
    {
        Int128 bytes = ElementTypes.Bytes(type);
        foreach (long dimension in shape)
        {
            bytes *= Math.Max(dimension, 1);
            if (bytes > long.MaxValue) return null;
        }
        return shape.Contains(0) ? 0 : (long)bytes;
    }

    string? NewName(HashSet<string> seen)
    {
        if (NextName() is not { } name) return null;
        if (!seen.Add(name)) throw Damaged($"the name {Quoted.Of(name)} twice", "every name once");
        if (seen.Count > SafetensorsHeader.MaximumEntries)
            throw Damaged($"more than {SafetensorsHeader.MaximumEntries} entries", "fewer");
        return name;
    }

    string? NextName()
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.EndObject) return null;
        if (_json.ValueSpan.Length > LongestName) throw Damaged($"a name of {_json.ValueSpan.Length} bytes", $"at most {LongestName}");
        return _json.GetString();
    }

    // The words are put together only when they are needed: ten thousand entries pass here.
    void Next(JsonTokenType expected, string words, string name = "")
    {
        _json.Read();
        if (_json.TokenType != expected) throw Damaged($"{_json.TokenType} in the header", name.Length == 0 ? words : $"{words} {Quoted.Of(name)}");
    }

    readonly ModelFileException Damaged(string found, string expected) => ModelFileFault.Damaged(_source, found, expected);
}
