using System.Text.RegularExpressions;

namespace LongTail.Figures.Sheets;

/// <summary>Mends what Skia writes.</summary>
static partial class SvgText
{
    /// <summary>
    /// Skia writes a comma after the last letter's place, which the format forbids, names no font for readers who lack this one,
    /// counts the names of clips over all drawings of the process, and gives no title to readers who listen.
    /// </summary>
    public static string Tidied(string svg, string title)
    {
        svg = LastComma().Replace(svg.ReplaceLineEndings("\n"), "\"");
        svg = FontFamily().Replace(svg, match => $"font-family=\"{Lettering.FamiliesLike(match.Groups[1].Value)}\"");
        svg = TextSpace().Replace(svg, match => $"{match.Groups[1].Value.Trim()}</text>");
        Dictionary<string, string> names = [];
        svg = Reference().Replace(svg, match => names.TryGetValue(match.Value, out string? known) ? known : names[match.Value] = $"part{names.Count + 1}");
        svg = Root().Replace(svg, match => $"{match.Value}\n<title>{System.Security.SecurityElement.Escape(title)}</title>", 1);
        return svg.TrimEnd() + "\n";
    }

    [GeneratedRegex(", \"")]
    private static partial Regex LastComma();

    [GeneratedRegex("font-family=\"([^\"]*)\"")]
    private static partial Regex FontFamily();

    [GeneratedRegex(@"(?<=>)\n\t+([^<]*)</text>")]
    private static partial Regex TextSpace();

    [GeneratedRegex(@"(?<= id=""|=""url\(#|href=""#)[^"")]+")]
    private static partial Regex Reference();

    [GeneratedRegex("<svg [^>]*>")]
    private static partial Regex Root();
}
