using LongTail.Cli.Display;
using LongTail.Foundation;
using LongTail.Pictures;
using LongTail.Runs;
using Spectre.Console;

namespace LongTail.Cli.Reports;

/// <summary>What a network says of some files, for people.</summary>
static class PredictionTables
{
    /// <summary>Writes it.</summary>
    /// <param name="report">What is told.</param>
    /// <param name="each">Whether each picture is told, or only how many there are of each class.</param>
    /// <param name="console">Where.</param>
    public static void Write(PredictionReport report, bool each, IAnsiConsole console)
    {
        const string all = "--csv and --json tell all";
        foreach (string line in report.Network.Lines()) Line(line);
        PredictedFile[] told = [.. report.Files.Where(file => file.Fault is null)];
        if (each && told.Length > 0) console.Write(Pictures(told));
        if (told.Length > 1) console.Write(Classes(told));
        if (!report.LeftOut.IsEmpty) Line($"not asked about: {Words.Whole(report.LeftOut.Length)} file(s) ({LeftOutTable.Kinds(report.LeftOut)})");
        FileLines.Write(console, report.LeftOut, all);
        if (!report.Faults.IsEmpty) Line($"cannot be drawn: {Words.Whole(report.Faults.Length)} of {Words.Whole(report.Files.Length)} pictures");
        FileLines.Write(console, [.. report.Faults.Select(file => new LeftOut(file.Path, "damaged", file.Fault!))], all);

        void Line(string text) => console.Write(new Text(text + "\n"));
    }

    static Table Pictures(PredictedFile[] files)
    {
        bool several = files.Any(file => file.Top.Length > 1);
        Table table = new Table().RoundedBorder().AddColumn(Column("picture")).AddColumn(Column("class")).AddColumn(Column("in %").RightAligned().NoWrap());
        if (several) table.AddColumn(Column("then"));
        foreach (PredictedFile file in files)
        {
            string[] cells = [SafeText.Of(file.Path, 400), SafeText.Of(file.Top[0].Name), Words.Percent(file.Top[0].Probability), string.Join(", ", file.Top.Skip(1).Select(next => $"{SafeText.Of(next.Name)} {Words.Percent(next.Probability)}"))];
            table.AddRow(cells.Take(several ? 4 : 3).Select(cell => new Text(cell)));
        }
        return table;
    }

    static Table Classes(PredictedFile[] files)
    {
        Table table = new Table().RoundedBorder().AddColumn(Column("class")).AddColumn(Column("pictures").RightAligned().NoWrap());
        foreach ((string name, int pictures) in files.CountBy(file => file.Top[0].Name).OrderByDescending(@class => @class.Value).ThenBy(@class => @class.Key, StringComparer.Ordinal))
            table.AddRow(new Text(SafeText.Of(name)), new Text(Words.Whole(pictures)));
        return table;
    }

    static TableColumn Column(string name) => new(new Text(name));
}
