using System.Globalization;
using System.Text;

namespace LongTail.Foundation;

/// <summary>Makes text from files and arguments fit for a terminal or a log: nothing in it can move the cursor, change colours or turn the writing direction.</summary>
public static class SafeText
{
    const int Longest = 80;

    /// <summary>The text on one line, cut to a readable length. Control and format characters, private and unassigned ones become question marks.</summary>
    /// <param name="text">Any.</param>
    /// <param name="longest">Characters that are kept of a longer text, before "...".</param>
    public static string Of(string text, int longest = Longest)
    {
        StringBuilder safe = new();
        foreach (Rune rune in text.EnumerateRunes())   // lone surrogates come out as U+FFFD
        {
            if (safe.Length >= longest) return safe.Append("...").ToString();
            safe.Append(IsHarmless(rune) ? rune.ToString() : "?");
        }
        return safe.ToString();
    }

    /// <summary>The text line by line, each made safe and kept in full length.</summary>
    public static string Lines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => Of(line, int.MaxValue)));

    /// <summary>The text in quotation marks, for messages.</summary>
    public static string Quoted(string text) => $"\"{Of(text)}\"";

    static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
