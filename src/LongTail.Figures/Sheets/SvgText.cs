using System.Text.RegularExpressions;

namespace LongTail.Figures.Sheets;

/// <summary>Mends what Skia writes.</summary>
static partial class SvgText
{
    /// <summary>
    /// Skia writes a comma after the last letter's place, which the format forbids, names no font for readers who lack this one,
    /// and gives no title to readers who listen.
    /// </summary>
    public static string Tidied(string svg, string title)
    {
        svg = LastComma().Replace(svg.ReplaceLineEndings("\n"), "\"");
        svg = FontFamily().Replace(svg, match => $"font-family=\"{match.Groups[1].Value}, {Lettering.Alternatives}\"");
        svg = TextSpace().Replace(svg, match => $"{match.Groups[1].Value.Trim()}</text>");
        svg = Root().Replace(svg, match => $"{match.Value}\n<title>{System.Security.SecurityElement.Escape(title)}</title>", 1);
        return svg.TrimEnd() + "\n";
    }

    [GeneratedRegex(", \"")]
    private static partial Regex LastComma();

    [GeneratedRegex("font-family=\"([^\"]*)\"")]
    private static partial Regex FontFamily();

    [GeneratedRegex(@"(?<=>)\n\t+([^<]*)</text>")]
    private static partial Regex TextSpace();

    [GeneratedRegex("<svg [^>]*>")]
    private static partial Regex Root();
}
