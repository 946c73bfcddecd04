using System.Text;
using System.Text.RegularExpressions;
using LongTail.Figures.Sheets;

namespace LongTail.Figures.Tables;

/// <summary>Tables and names in Markdown.</summary>
public static partial class Markdown
{
    /// <summary>A table: the first column on the left, numbers on the right.</summary>
    /// <param name="header">One cell per column.</param>
    /// <param name="rows">As many cells each. Cells may hold Markdown: names go through <see cref="Text"/> first.</param>
    /// <param name="alignment">Of all columns but the first.</param>
    public static string Table(IReadOnlyCollection<string> header, IEnumerable<IEnumerable<string>> rows, string alignment = "---:")
    {
        StringBuilder table = new();
        Add(header);
        Add(header.Select((_, column) => column == 0 ? "---" : alignment));
        foreach (IEnumerable<string> row in rows) Add(row);
        return table.ToString();

        void Add(IEnumerable<string> cells) => table.Append("| ").AppendJoin(" | ", cells.Select(Cell)).Append(" |\n");
    }

    /// <summary>A name that comes from outside, such as a class's, on one line and with nothing in it that Markdown or HTML would obey.</summary>
    /// <param name="name">Any text.</param>
    public static string Text(string name) =>
        Obeyed().Replace(PlainText.Of(name), match => match.Value switch
        {
            "&" => "&amp;",
            "<" => "&lt;",
            ">" => "&gt;",
            "|" => "&#124;",   // a backslash before it would not survive in a table
            string letter => "\\" + letter,
        });

    static string Cell(string cell) => cell.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    [GeneratedRegex(@"[\\`*_\[\]~&<>|]")]
    private static partial Regex Obeyed();
}
