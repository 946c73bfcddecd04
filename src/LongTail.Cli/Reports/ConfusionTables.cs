using System.Collections.Immutable;
using System.Globalization;
using LongTail.Cli.Display;
using LongTail.Foundation;
using LongTail.Results;
using Spectre.Console;

namespace LongTail.Cli.Reports;

/// <summary>What is taken for what: the whole matrix for up to twenty classes where there is room for it, the commonest confusions otherwise.</summary>
static class ConfusionTables
{
    public const int MostClassesInMatrix = 20;
    const int Listed = 20;

    // Letters of a name, by the room there is.
    static readonly ImmutableArray<int> s_matrixNames = [20, 8], s_listNames = [40, 30, 20, 10];

    public static void Write(CheckpointReport report, IAnsiConsole console)
    {
        if (report.Classes <= MostClassesInMatrix && TableRoom.Fitting(console, s_matrixNames.Select(longest => Matrix(report, longest))) is var matrix && TableRoom.Has(console, matrix))
        {
            console.Write(new Text("Confusion matrix: rows are the classes, columns what they were taken for\n"));
            console.Write(matrix);
            return;
        }
        console.Write(new Text("Commonest confusions\n"));
        console.Write(TableRoom.Fitting(console, s_listNames.Select(longest => List(report, longest))));
    }

    static Table Matrix(CheckpointReport report, int longest)
    {
        int classes = report.Classes;
        Table table = new Table().RoundedBorder().AddColumn(new TableColumn(new Text("")).NoWrap());
        for (int label = 0; label < classes; label++) table.AddColumn(new TableColumn(new Text(Number(label))).RightAligned().NoWrap());
        for (int row = 0; row < classes; row++)
            table.AddRow([new Text($"{Number(row)} {SafeText.Of(report.Card.ClassNames[row], longest)}"), .. Enumerable.Range(0, classes).Select(column => Count(report.Confusion[row, column], row == column))]);
        return table;
    }

    static Text Count(int count, bool right) =>
        new(count == 0 ? "." : Number(count), right ? new Style(decoration: Decoration.Bold) : Style.Plain);

    static Table List(CheckpointReport report, int longest)
    {
        Table table = new Table().RoundedBorder();
        foreach (string name in new[] { "class", "taken for", "images", "% of the class" }) table.AddColumn(new TableColumn(new Text(name)).NoWrap());
        foreach (ConfusionCell cell in report.Confusion.Cells.Where(cell => cell.Actual != cell.Predicted).OrderByDescending(cell => cell.Images).Take(Listed))   // stable: equals by label
            table.AddRow(
                new Text(SafeText.Of(report.Card.ClassNames[cell.Actual], longest)), new Text(SafeText.Of(report.Card.ClassNames[cell.Predicted], longest)), new Text(Number(cell.Images)),
                new Text(Words.Percent((double)cell.Images / report.Evaluation.Images[cell.Actual])));
        return table;
    }

    static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
