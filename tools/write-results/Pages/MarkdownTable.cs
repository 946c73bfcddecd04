using System.Text;

namespace LongTail.Tools.WriteResults.Pages;

/// <summary>A table in Markdown: the first column on the left, numbers on the right.</summary>
static class MarkdownTable
{
    /// <summary>Writes header, line and rows.</summary>
    public static string Of(IReadOnlyCollection<string> header, IEnumerable<IEnumerable<string>> rows, string alignment = "---:")
    {
        StringBuilder table = new();
        Add(header);
        Add(header.Select((_, column) => column == 0 ? "---" : alignment));
        foreach (IEnumerable<string> row in rows) Add(row);
        return table.ToString();

        void Add(IEnumerable<string> cells) => table.Append("| ").AppendJoin(" | ", cells.Select(Safe)).Append(" |\n");
    }

    static string Safe(string cell) => cell.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
