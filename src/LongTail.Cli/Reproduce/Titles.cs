using LongTail.Figures;
using LongTail.Figures.Paper;

namespace LongTail.Cli.Reproduce;

/// <summary>How the paper calls data sets and methods.</summary>
static class Titles
{
    public static string Of(string column) => PaperNumbers.Table(1).Columns.Concat(PaperNumbers.Table(5).Columns).FirstOrDefault(known => known.Key == column)?.Title ?? column;

    public static FigureMethod Method(string name) => new(name, PaperNumbers.Table(1).Rows.FirstOrDefault(row => row.Method == name)?.Label ?? name);
}
