using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LongTail.Foundation;

/// <summary>Comma-separated values as RFC 4180 has them, safe to open in a spreadsheet.</summary>
public static partial class Csv
{
    /// <summary>Ends a line.</summary>
    public const string LineEnd = "\r\n";

    const int Digits = 4;

    /// <summary>One line, without its end.</summary>
    /// <param name="cells">Any text.</param>
    public static string Line(params IEnumerable<string> cells) => string.Join(',', cells.Select(Cell));

    /// <summary>Adds a line and its end.</summary>
    /// <param name="csv">The lines before it.</param>
    /// <param name="cells">Any text.</param>
    public static void AppendRow(this StringBuilder csv, params IEnumerable<string> cells) => csv.Append(Line(cells)).Append(LineEnd);

    /// <summary>
    /// One cell. A spreadsheet would compute what begins with =, +, -, @, a tab or a line break: an apostrophe before it makes it text.
    /// Numbers stay numbers.
    /// </summary>
    /// <param name="text">Any text.</param>
    public static string Cell(string text)
    {
        if (text.Length > 0 && "=+-@\t\r\n".Contains(text[0], StringComparison.Ordinal) && !Numeral().IsMatch(text)) text = "'" + text;
        return Quoted(text, ",\"\r\n");
    }

    /// <summary>One cell that gives the text back to whoever reads it, formula or not: for tables that programs read.</summary>
    /// <param name="text">Any text.</param>
    public static string Quoted(string text) => Quoted(text, ",\"\r\n;\t ");   // some programs divide at blanks and semicolons, too

    /// <summary>A number of at most four digits after the point; nothing where there is none, or none that is finite.</summary>
    /// <param name="value">Any.</param>
    public static string Number(double? value) => value is { } number && double.IsFinite(number) ? (Math.Round(number, Digits) + 0.0).ToString(CultureInfo.InvariantCulture) : "";

    static string Quoted(string text, ReadOnlySpan<char> special) => text.AsSpan().ContainsAny(special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    [GeneratedRegex(@"\A[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\z", RegexOptions.ECMAScript)]
    private static partial Regex Numeral();
}
