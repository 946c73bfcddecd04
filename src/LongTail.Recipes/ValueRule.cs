using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LongTail.Recipes;

/// <summary>What a value in a recipe may be.</summary>
abstract record ValueRule
{
    /// <summary>Completes the sentence "expected ...".</summary>
    public abstract string Expected { get; }

    /// <summary>Whether the value fits.</summary>
    public abstract bool Accepts(JsonElement value);

    /// <summary>The same as a JSON Schema of draft 7; it may accept more, never less.</summary>
    public abstract JsonObject Schema { get; }

    /// <summary>The schema of a choice.</summary>
    public static JsonObject OneOf(params ReadOnlySpan<string> names) => new() { ["enum"] = new JsonArray([.. names.ToArray().Select(name => JsonValue.Create(name))]) };
}

/// <summary>Text of limited length, of the given form.</summary>
sealed record TextRule(string Pattern, string Described) : ValueRule
{
    public override string Expected => Described;

    public override bool Accepts(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Regex.IsMatch(value.GetString()!, $@"\A(?:{Pattern})\z", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    // A dot takes line ends here, and has no way to in a schema.
    public override JsonObject Schema => new() { ["type"] = "string", ["pattern"] = $"^(?:{(Pattern.StartsWith('.') ? @"[\s\S]" + Pattern[1..] : Pattern)})$" };
}

/// <summary>One of some names.</summary>
sealed record ChoiceRule(params string[] Names) : ValueRule
{
    public override string Expected => Names.Length == 1 ? Names[0] : $"{string.Join(", ", Names[..^1])} or {Names[^1]}";

    public override bool Accepts(JsonElement value) => value.ValueKind == JsonValueKind.String && Names.Contains(value.GetString());

    public override JsonObject Schema => OneOf(Names);
}

/// <summary>A whole number between two limits, both allowed.</summary>
sealed record WholeRule(int Low, int High = int.MaxValue) : ValueRule
{
    public bool Even { get; init; }

    public override string Expected => $"{(Even ? "an even" : "a whole")} number {Limits}";

    public override bool Accepts(JsonElement value) =>
        NumberRule.Finite(value) is { } number && number == Math.Floor(number) && number >= Low && number <= High && (!Even || number % 2 == 0);

    public override JsonObject Schema
    {
        get
        {
            JsonObject schema = new() { ["type"] = "integer" };
            if (Low != int.MinValue) schema["minimum"] = Low;
            if (High != int.MaxValue) schema["maximum"] = High;
            if (Even) schema["multipleOf"] = 2;
            return schema;
        }
    }

    string Limits => (Low, High) switch
    {
        (int.MinValue, int.MaxValue) => "of at most ten digits",
        (_, int.MaxValue) => $"of {Text(Low)} or more",
        _ => $"from {Text(Low)} to {Text(High)}",
    };

    static string Text(int limit) => limit.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A finite number between two limits.</summary>
sealed record NumberRule(double Low, double High) : ValueRule
{
    public bool WithoutLow { get; init; }

    public bool WithoutHigh { get; init; }

    public override string Expected => (Low, High) == (double.MinValue, double.MaxValue) ? "a number" :
        string.Create(CultureInfo.InvariantCulture, $"a number {(WithoutLow ? "above" : "from")} {Low} {(WithoutHigh ? "to below" : "to")} {High}");

    public override bool Accepts(JsonElement value) =>
        Finite(value) is { } number && (WithoutLow ? number > Low : number >= Low) && (WithoutHigh ? number < High : number <= High);

    public override JsonObject Schema
    {
        get
        {
            JsonObject schema = new() { ["type"] = "number" };
            if (Low != double.MinValue) schema[WithoutLow ? "exclusiveMinimum" : "minimum"] = Low;
            if (High != double.MaxValue) schema[WithoutHigh ? "exclusiveMaximum" : "maximum"] = High;
            return schema;
        }
    }

    /// <summary>The number, or null when the value is not one; "1e999" overflows to infinity and is not one either.</summary>
    public static double? Finite(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number : null;
}

/// <summary>True or false.</summary>
sealed record FlagRule : ValueRule
{
    public override string Expected => "true or false";

    public override bool Accepts(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    public override JsonObject Schema => new() { ["type"] = "boolean" };
}

/// <summary>A list of moments as fractions of the epochs, each later than the one before.</summary>
sealed record FractionsRule : ValueRule
{
    const int Most = 100;

    public override string Expected => "a list of fractions of the epochs from 0 to 1, each later than the one before, such as [0.8, 0.9]";

    public override JsonObject Schema => new()
    {
        ["type"] = "array",
        ["maxItems"] = Most,
        ["items"] = new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 },
    };

    public override bool Accepts(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > Most) return false;
        double before = double.NegativeInfinity;
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (NumberRule.Finite(item) is not { } fraction || fraction is < 0 or > 1 || fraction <= before) return false;
            before = fraction;
        }
        return true;
    }
}
