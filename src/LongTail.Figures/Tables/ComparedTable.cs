using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LongTail.Foundation;
using LongTail.Results;

namespace LongTail.Figures.Tables;

/// <summary>Published accuracies beside measured ones, with the difference.</summary>
/// <param name="Corner">What the rows are, such as "method".</param>
/// <param name="Columns">Titles.</param>
/// <param name="Rows">Each with one cell per column.</param>
public sealed record ComparedTable(string Corner, ImmutableArray<string> Columns, ImmutableArray<ComparedRow> Rows)
{
    const string Nothing = "–";

    /// <summary>After the decimal point, in Markdown: as many as were published.</summary>
    public int Digits { get; init; } = 2;

    /// <summary>
    /// A Markdown table. A cell is "80.95 ± 0.31" and below it "paper 81.72: -0.77"; what is missing is a dash. Where all numbers of seeds
    /// are equal, a line below the table gives it, else each cell.
    /// </summary>
    /// <exception cref="ArgumentException">A row has not one cell per column.</exception>
    public string ToMarkdown()
    {
        Check();
        int[] seeds = [.. Rows.SelectMany(row => row.Cells).Where(cell => cell.Measured is not null).Select(cell => cell.Measured!.Value.Runs).Distinct()];
        string table = Markdown.Table(
            [Markdown.Text(Corner), .. Columns.Select(Markdown.Text)],
            Rows.Select(row => (IEnumerable<string>)[Markdown.Text(row.Name), .. row.Cells.Select(cell => Text(cell, seeds.Length > 1))]));
        return seeds is [] ? table : $"{table}\n{Note(seeds)}\n";
    }

    /// <summary>A CSV with one line per cell: row, column, published, mean, deviation (n - 1 in the denominator), runs, difference; empty where something is missing.</summary>
    /// <exception cref="ArgumentException">A row has not one cell per column.</exception>
    public string ToCsv()
    {
        Check();
        StringBuilder csv = new();
        csv.AppendRow([Corner, "column", "published", "mean", "deviation", "runs", "difference"]);
        foreach (ComparedRow row in Rows)
            foreach ((string column, ComparedCell cell) in Columns.Zip(row.Cells))
                csv.AppendRow([row.Name, column, Csv.Number(cell.Published), Csv.Number(cell.Measured?.Mean), Csv.Number(cell.Measured?.Deviation), cell.Measured?.Runs.ToString(CultureInfo.InvariantCulture) ?? "", Csv.Number(cell.Difference)]);
        return csv.ToString();
    }

    void Check()
    {
        if (Rows.FirstOrDefault(row => row.Cells.Length != Columns.Length) is { } row)
            throw new ArgumentException($"Found {row.Cells.Length} cells in the row {row.Name}, expected one for each of the {Columns.Length} columns.");
    }

    string Text(ComparedCell cell, bool withSeeds)
    {
        string measured = cell.Measured is { } value
            ? Fixed(value.Mean) + (value.Deviation is { } deviation ? $" ± {Fixed(deviation)}" : "") + (withSeeds ? $" (n = {value.Runs})" : "")
            : Nothing;
        return cell.Published is { } published ? $"{measured}<br>paper {Fixed(published)}{(cell.Difference is { } difference ? $": {Signed(difference)}" : "")}" : measured;
    }

    static string Note(int[] seeds) => seeds switch
    {
        [1] => "One seed: nothing is known about the spread between seeds.",
        [int all] => $"Mean ± standard deviation over n = {all} seeds; the difference is measured less published.",
        _ => "Mean ± standard deviation over n seeds; the difference is measured less published.",
    };

    string Fixed(double value) => value.ToString($"F{Digits}", CultureInfo.InvariantCulture);

    /// <summary>With a sign, unless it rounds to nothing.</summary>
    string Signed(double value)
    {
        string zeros = Digits == 0 ? "0" : "0." + new string('0', Digits);
        return value.ToString($"+{zeros};-{zeros};{zeros}", CultureInfo.InvariantCulture);
    }
}

/// <summary>A row of published and measured numbers.</summary>
/// <param name="Name">Such as the method.</param>
/// <param name="Cells">One per column.</param>
public sealed record ComparedRow(string Name, ImmutableArray<ComparedCell> Cells);

/// <summary>A published and a measured accuracy.</summary>
/// <param name="Published">In percent; null where nothing was published.</param>
/// <param name="Measured">In percent, over the seeds; null where nothing was measured.</param>
public readonly record struct ComparedCell(double? Published, RepeatedMeasurement? Measured)
{
    /// <summary>Measured less published; null where one of them is missing.</summary>
    public double? Difference => Measured?.Mean - Published;
}
