using System.Collections.Immutable;
using System.Text.Json;

namespace LongTail.Stages;

/// <summary>Tells in words what a trained stage and a planned one differ in, by their canonical texts.</summary>
/// <remarks>
/// Not looked at are the seed and the precision, which a command line may give beside a recipe, and fingerprints that the planned one does not have: they come with the data.
/// </remarks>
static class StageDifferences
{
    /// <summary>Such as "epochs is 40, expected 3"; none for the same training.</summary>
    /// <param name="found">Of the trained stage.</param>
    /// <param name="expected">Of the planned one.</param>
    public static ImmutableArray<string> Between(string found, string expected)
    {
        Dictionary<string, string> there = Leaves(found), wanted = Leaves(expected);
        List<string> differences = [];
        string? other = null;   // a part of another kind, whose insides need no comparison
        foreach (string path in wanted.Keys.Concat(there.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            if (other is not null && path.StartsWith(other + ".", StringComparison.Ordinal)) continue;
            string? has = there.GetValueOrDefault(path), wants = wanted.GetValueOrDefault(path);
            if (has == wants || IsNotCompared(path, wants)) continue;
            other = path;
            differences.Add($"{(path.Length == 0 ? "the whole" : path)} is {has ?? "not set"}, expected {wants ?? "none"}");
        }
        return [.. differences];
    }

    static bool IsNotCompared(string path, string? wanted) => path.Split('.')[^1] switch
    {
        "seed" => true,
        "precision" => true,
        "fingerprint" => wanted is null or "\"\"",
        _ => false,
    };

    static Dictionary<string, string> Leaves(string text)
    {
        Dictionary<string, string> leaves = new(StringComparer.Ordinal);
        int at = 0;
        Value("");
        return leaves;

        void Value(string path)
        {
            if (text[at] == '[') Items(path);
            else if (text[at] == '"') leaves[path] = Quoted();
            else
            {
                string word = Until(",;]{");
                leaves[path] = word;
                if (at < text.Length && text[at] == '{') Properties(path);
            }
        }

        void Items(string path)
        {
            int number = 0;
            for (at++; text[at] != ']'; at++) Value(FormattableString.Invariant($"{path}.{++number}"));   // each item ends with a comma
            at++;
            leaves[path] = FormattableString.Invariant($"a list of {number}");
        }

        void Properties(string path)
        {
            for (at++; text[at] != '}'; at++)   // each property ends with a semicolon
            {
                string name = JsonNamingPolicy.CamelCase.ConvertName(Until(":"));
                at++;
                Value(path.Length == 0 ? name : $"{path}.{name}");
            }
            at++;
        }

        string Quoted()
        {
            int start = at;
            for (at++; text[at] != '"'; at++)
                if (text[at] == '\\') at++;
            return text[start..++at];
        }

        string Until(string ends)
        {
            int start = at;
            while (at < text.Length && !ends.Contains(text[at], StringComparison.Ordinal)) at++;
            return text[start..at];
        }
    }
}
