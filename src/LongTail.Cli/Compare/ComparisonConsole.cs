using System.Collections.Immutable;
using LongTail.Cli.Reports;
using LongTail.Foundation;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LongTail.Cli.Compare;

/// <summary>A comparison on a terminal: as wide as it is, in as many tables below each other as that takes.</summary>
static class ComparisonConsole
{
    static readonly Style s_faint = new(decoration: Decoration.Dim);
    static readonly Style s_bold = new(decoration: Decoration.Bold);

    public static void Write(Comparison comparison, IAnsiConsole console)
    {
        console.Write(new Text($"{ComparisonTables.Head(comparison)}\n"));
        ImmutableArray<string> methods = [.. comparison.Rows.Select(row => row.SawTestLabels ? $"{SafeText.Of(row.Label)} {TestLabels.Mark}" : SafeText.Of(row.Label))];
        foreach (ReportTable table in ComparisonTables.Of(comparison))
        {
            console.Write(new Text($"\n{table.Title}\n"));
            foreach (Table part in Fitting(methods, table.Columns, console)) console.Write(part);
            console.Write(new Text($"{table.Note}\n", s_faint));
        }
        foreach (string remark in ComparisonTables.Remarks(comparison)) console.Write(new Text($"{remark}\n"));
    }

    // On one line each where all columns find room so; else with the spread below the number, which takes half the width, in as few parts as fit.
    static List<Table> Fitting(ImmutableArray<string> methods, ImmutableArray<ReportColumn> columns, IAnsiConsole console)
    {
        Table whole = TableOf(methods, columns, onOneLine: true);
        if (WidthOf(whole, console) <= console.Profile.Width) return [whole];
        for (int parts = 1; parts < columns.Length; parts++)
        {
            List<Table> below = [.. columns.Chunk((columns.Length + parts - 1) / parts).Select(part => TableOf(methods, [.. part], onOneLine: false))];
            if (below.All(part => WidthOf(part, console) <= console.Profile.Width)) return below;
        }
        return [.. columns.Select(column => TableOf(methods, [column], onOneLine: false))];
    }

    static int WidthOf(Table table, IAnsiConsole console) => ((IRenderable)table).Measure(RenderOptions.Create(console), int.MaxValue).Max;

    static Table TableOf(ImmutableArray<string> methods, ImmutableArray<ReportColumn> columns, bool onOneLine)
    {
        Table table = new Table().RoundedBorder();
        if (!onOneLine && columns.Any(column => column.Cells.Any(cell => cell.Spread.Length > 0))) table.ShowRowSeparators();
        table.AddColumn(new TableColumn(new Text("method")).NoWrap());
        foreach (ReportColumn column in columns) table.AddColumn(new TableColumn(new Text(onOneLine ? column.Header : column.Header.Replace(": ", ":\n", StringComparison.Ordinal))).RightAligned().NoWrap());
        for (int row = 0; row < methods.Length; row++)
            table.AddRow([new Text(methods[row]), .. columns.Select(column => Cell(column.Cells[row], onOneLine))]);
        return table;
    }

    static Paragraph Cell(ReportCell cell, bool onOneLine)
    {
        Paragraph shown = new(cell.Value, cell.IsBest ? s_bold : Style.Plain);
        return cell.Spread.Length == 0 ? shown : shown.Append($"{(onOneLine ? ' ' : '\n')}{cell.Spread}", s_faint);
    }
}
