using System.Globalization;
using LongTail.Cli.Display;
using Spectre.Console;

namespace LongTail.Cli.Reports;

/// <summary>What is taken for what: the whole matrix for up to twenty classes, the commonest confusions for more.</summary>
static class ConfusionTables
{
    public const int MostClassesInMatrix = 20;
    const int Listed = 20;

    public static void Write(CheckpointReport report, IAnsiConsole console)
    {
        if (report.Classes > MostClassesInMatrix)
        {
            console.Write(new Text("Commonest confusions\n"));
            console.Write(List(report));
            return;
        }
        console.Write(new Text("Confusion matrix: rows are the classes, columns what they were taken for\n"));
        console.Write(Matrix(report));
    }

    static Table Matrix(CheckpointReport report)
    {
        int classes = report.Classes;
        Table table = new Table().RoundedBorder().AddColumn(new TableColumn(new Text("")).NoWrap());
        for (int label = 0; label < classes; label++) table.AddColumn(new TableColumn(new Text(Number(label))).RightAligned().NoWrap());
        for (int row = 0; row < classes; row++)
            table.AddRow([new Text($"{Number(row)} {SafeText.Of(report.Card.ClassNames[row], 20)}"), .. Enumerable.Range(0, classes).Select(column => Count(report.Confusion[row, column], row == column))]);
        return table;
    }

    static Text Count(int count, bool right) =>
        new(count == 0 ? "." : Number(count), right ? new Style(decoration: Decoration.Bold) : Style.Plain);

    static Table List(CheckpointReport report)
    {
        Table table = new Table().RoundedBorder();
        foreach (string name in new[] { "class", "taken for", "images", "% of the class" }) table.AddColumn(new TableColumn(new Text(name)).NoWrap());
        foreach ((int from, int to, int count) in Confusions(report).OrderByDescending(c => c.Count).ThenBy(c => c.From).ThenBy(c => c.To).Take(Listed))
            table.AddRow(
                new Text(SafeText.Of(report.Card.ClassNames[from], 40)), new Text(SafeText.Of(report.Card.ClassNames[to], 40)), new Text(Number(count)),
                new Text(Words.Percent((double)count / report.Evaluation.Images[from])));
        return table;
    }

    static IEnumerable<(int From, int To, int Count)> Confusions(CheckpointReport report) =>
        from row in Enumerable.Range(0, report.Classes)
        from column in Enumerable.Range(0, report.Classes)
        where row != column && report.Confusion[row, column] > 0
        select (row, column, report.Confusion[row, column]);

    static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
