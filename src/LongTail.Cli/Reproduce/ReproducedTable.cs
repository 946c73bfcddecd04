using System.Collections.Immutable;
using System.Globalization;
using LongTail.Figures.Tables;
using LongTail.Foundation;
using Spectre.Console;

namespace LongTail.Cli.Reproduce;

/// <summary>A table or figure for people at a terminal: measured, published and the difference, then where it is written.</summary>
static class ReproducedTable
{
    static readonly Style s_faint = new(decoration: Decoration.Dim);

    public static void Write(Experiment experiment, Outcome outcome, ImmutableArray<string> deviations, ImmutableArray<string> files, IAnsiConsole console)
    {
        console.Write(new Text($"{experiment.Name}: {experiment.Title}.{(outcome.Table is null ? "" : " In %, after the last epoch; below it what the paper prints, and by how much it is missed.")}\n"));
        if (outcome.Table is { } numbers) console.Write(TableOf(numbers));
        foreach (string deviation in deviations) console.Write(new Text($"- {deviation}\n", s_faint));
        foreach (string file in files) console.Write(new Text($"{SafeText.Of(file, 400)}\n"));
    }

    static Table TableOf(ComparedTable numbers)
    {
        Table table = new Table().RoundedBorder().ShowRowSeparators();
        table.AddColumn(new TableColumn(new Text(numbers.Corner)).NoWrap());
        foreach (string column in numbers.Columns) table.AddColumn(new TableColumn(new Text(column)).RightAligned());
        foreach (ComparedRow row in numbers.Rows) table.AddRow([new Text(row.Name), .. row.Cells.Select(CellOf)]);
        return table;
    }

    static Paragraph CellOf(ComparedCell cell)
    {
        Paragraph text = new(cell.Measured is { } measured ? Number(measured.Mean) + (measured.Deviation is { } deviation ? $" ± {Number(deviation)}" : "") : "-");
        if (cell.Published is not { } published) return text;
        string difference = cell.Difference is { } missed ? string.Create(CultureInfo.InvariantCulture, $" {missed:+0.00;-0.00;0.00}") : "";
        return text.Append($"\n{Number(published)}{difference}", s_faint);
    }

    static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
