using System.Globalization;
using System.Text.RegularExpressions;

namespace LongTail.Figures.Tables;

/// <summary>Comma-separated values as RFC 4180 has them, safe to open in a spreadsheet.</summary>
public static partial class Csv
{
    /// <summary>Ends a line.</summary>
    public const string LineEnd = "\r\n";

    const int Digits = 4;

    /// <summary>One line, without its end.</summary>
    /// <param name="cells">Any text.</param>
    public static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Cell));

    /// <summary>
    /// One cell. A spreadsheet would compute what begins with =, +, -, @, a tab or a line break: an apostrophe before it makes it text.
    /// Numbers stay numbers.
    /// </summary>
    /// <param name="text">Any text.</param>
    public static string Cell(string text)
    {
        if (text.Length > 0 && "=+-@\t\r\n".Contains(text[0], StringComparison.Ordinal) && !Numeral().IsMatch(text)) text = "'" + text;
        return text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    /// <summary>A number of at most four digits after the point; nothing where there is none, or none that is finite.</summary>
    /// <param name="value">Any.</param>
    public static string Number(double? value) => value is { } number && double.IsFinite(number) ? (Math.Round(number, Digits) + 0.0).ToString(CultureInfo.InvariantCulture) : "";

    [GeneratedRegex(@"\A[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\z", RegexOptions.ECMAScript)]
    private static partial Regex Numeral();
}
