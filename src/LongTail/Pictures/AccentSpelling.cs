using System.Collections.Immutable;
using System.Globalization;

namespace LongTail.Pictures;

/// <summary>Finds names that may differ in the spelling of a letter alone: é as one character, or as an e and a combining accent, as macOS has it in file names.</summary>
/// <remarks>
/// Unicode's normal forms take ICU, which the program does without; which characters make one letter .NET knows by itself. A letter of several characters is
/// held against one of a single character beyond ASCII at the same place, whatever their accents: names in two spellings side by side are a mistake in any case.
/// </remarks>
static class AccentSpelling
{
    const string AnyLetter = "\uFFFC";

    /// <summary>The first names that are to be suspected; null where there are none.</summary>
    public static IEnumerable<string>? Twice(ImmutableArray<string> names)
    {
        string[] composed = [.. names.Where(name => Letters(name).Any(IsComposed))];
        if (composed.Length == 0) return null;
        ILookup<string, string> alike = names.ToLookup(Outline, StringComparer.Ordinal);
        return composed.SelectMany(name => alike[Outline(name)].Where(other => AreAlike(Letters(name), Letters(other))).Select(other => (string[])[name, other])).FirstOrDefault();
    }

    static bool AreAlike(string[] one, string[] other) =>
        one.Zip(other).All(pair => Same(pair.First, pair.Second) || IsSpelling(pair.First, pair.Second) || IsSpelling(pair.Second, pair.First))
        && !one.Zip(other).All(pair => Same(pair.First, pair.Second));

    static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    static bool IsSpelling(string composed, string single) => IsComposed(composed) && single.Length == 1 && single[0] > 0x7F && !composed.StartsWith(single, StringComparison.OrdinalIgnoreCase);

    static string Outline(string name) => string.Concat(Letters(name).Select(letter => IsComposed(letter) || letter.Length == 1 && letter[0] > 0x7F ? AnyLetter : letter.ToUpperInvariant()));

    // Combining accents, the sound marks of kana, and the vowels and ends of Hangul. Scripts whose vowel signs are never part of a character have other marks.
    static bool IsComposed(string letter) => letter.Length > 1 && letter[1] is (>= '\u0300' and <= '\u036F') or '\u3099' or '\u309A' or (>= '\u1160' and <= '\u11FF');

    static string[] Letters(string name)
    {
        List<string> letters = [];
        for (TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(name); elements.MoveNext();) letters.Add(elements.GetTextElement());
        return [.. letters];
    }
}
