using System.Globalization;
using System.Text;

namespace LongTail.Figures.Sheets;

/// <summary>Names from data sets may hold anything; a figure or table takes what can be written on one line.</summary>
static class PlainText
{
    /// <summary>Control, format and line-separating characters become spaces, which are joined; halves of surrogate pairs become U+FFFD.</summary>
    public static string Of(string text)
    {
        StringBuilder plain = new();
        foreach (Rune rune in text.EnumerateRunes())
            if (!IsSpace(rune)) plain.Append(rune.ToString());
            else if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
        return plain.ToString().TrimEnd();
    }

    static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned;
}
