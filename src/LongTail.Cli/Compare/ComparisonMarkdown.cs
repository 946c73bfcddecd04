using System.Text;
using LongTail.Cli.Display;
using LongTail.Figures.Tables;
using LongTail.Runs;

namespace LongTail.Cli.Compare;

/// <summary>A comparison as a Markdown page, with all that is needed to make it again.</summary>
static class ComparisonMarkdown
{
    /// <summary>By which it can be told from other files: the command that made it.</summary>
    public const string Mark = "\n```\nlongtail compare ";

    public static string Write(Comparison comparison)
    {
        StringBuilder page = new($"# {string.Join(", ", comparison.Rows.Select(row => Markdown.Text(row.Label)))}\n\n");
        page.Append($"{Markdown.Text(ComparisonTables.Head(comparison))}\n\n```\n{comparison.Request.CommandLine}\n```\n");
        foreach (ReportTable table in ComparisonTables.Of(comparison))
        {
            page.Append($"\n## {Markdown.Text(table.Title)}\n\n");
            page.Append(Markdown.Table(["method", .. table.Columns.Select(column => Markdown.Text(column.Header))], comparison.Rows.Select((row, i) => Row(row, table, i))));
            page.Append($"\n{(table.Columns.Any(column => column.Cells.Any(cell => cell.IsBest)) ? "Bold: best of its column. " : "")}{Markdown.Text(table.Note)}\n");
        }
        foreach (string remark in ComparisonTables.Remarks(comparison)) page.Append($"\n{Markdown.Text(remark)}\n");
        page.Append("\n## Settings\n\n").Append(Markdown.Table(["method", "settings"], comparison.Rows.Select(Settings), "---"));
        page.Append("\n## Made by\n\n").Append(Markdown.Table(["", .. comparison.MadeBy.Select((_, i) => i == 0 ? "" : Words.Whole(i + 1))], MadeBy(comparison), "---"));
        return page.ToString();
    }

    static IEnumerable<string> Row(ComparisonRow row, ReportTable table, int index) =>
        table.Columns.Select(column => Cell(column.Cells[index])).Prepend(Markdown.Text(row.Title));

    static string Cell(ReportCell cell)
    {
        string value = cell.IsBest ? $"**{cell.Value}**" : cell.Value;
        return cell.Spread.Length == 0 ? value : $"{value} {Markdown.Text(cell.Spread)}";
    }

    static IEnumerable<string> Settings(ComparisonRow row) =>
        [Markdown.Text(row.Title), string.Join(", ", row.Settings.Select(setting => Markdown.Text($"{setting.Name} {setting.Json.Trim('"')}")))];

    static IEnumerable<IEnumerable<string>> MadeBy(Comparison comparison)
    {
        return
        [
            Row("processor", by => by.Processor),
            Row("cores the process could use", by => Words.Whole(by.Cores)),
            Row("threads of the native library", by => Words.Whole(by.Threads)),
            Row("device", Words.Device),
            Row("system", by => by.System),
            Row(".NET", by => by.Runtime.Replace(".NET ", "", StringComparison.Ordinal)),
            Row("TorchSharp", by => by.TorchSharp.Split('+')[0]),
            Row("LongTail", by => by.Program.Split('+')[0]),
            Row("commit", by => by.Program.Split('+', 2) is [_, var commit] ? commit : "not recorded"),
        ];

        IEnumerable<string> Row(string what, Func<MadeBy, string> value) => comparison.MadeBy.Select(by => Markdown.Text(value(by))).Prepend(what);
    }
}
