using System.Collections.Immutable;
using System.Text;
using LongTail.Foundation;

namespace LongTail.Pictures;

/// <summary>What names of classes must keep to, so that tables and files can tell them apart.</summary>
static class ClassNameRules
{
    const int Longest = 200, LongestTold = 60, Shown = 20;

    /// <summary>Refuses names that a reader, or a disk that does not know small from capital letters, takes for the same.</summary>
    /// <exception cref="DataException">Two names are, or one is too long or has a character that moves the cursor.</exception>
    public static void Check(ImmutableArray<string> names, string where)
    {
        string[] wrong = [.. names.Where(name => name.Length is 0 or > Longest || name.Any(char.IsControl))];
        if (wrong.Length > 0)
            throw new DataException($"Found {wrong.Length} class name(s) in {where} that cannot be taken: {string.Join("; ", wrong.Take(Shown).Select(Told))}{(wrong.Length > Shown ? $"; and {wrong.Length - Shown} more" : "")}. Expected 1 to {Longest} printing characters. Rename the class(es).");
        if ((names.GroupBy(Folded, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) ?? AccentSpelling.Twice(names)) is { } same)
            throw new DataException($"Found the classes {string.Join(" and ", same)} in {where}, whose names differ in capital letters, blanks or the spelling of accents alone; expected names that a reader can tell apart. Rename or merge them.");
    }

    static string Told(string name) =>
        $"\"{string.Concat(name.Take(LongestTold).Select(letter => char.IsControl(letter) ? $"\\u{(int)letter:x4}" : $"{letter}"))}{(name.Length > LongestTold ? "..." : "")}\" ({name.Length} characters{(name.Any(char.IsControl) ? ", one of which does not print" : "")})";

    // Unicode's normal form is there where the system's ICU is in use; the program does without, and AccentSpelling stands in for it.
    static string Folded(string name) => name.Normalize(NormalizationForm.FormKC).Trim().ToUpperInvariant();
}
