using LongTail.Cli.Reports;
using LongTail.Foundation;

namespace LongTail.Cli.Compare;

/// <summary>The files that a comparison is written into.</summary>
/// <param name="Csv">One line per method; null for none.</param>
/// <param name="Markdown">The tables for people; null for none.</param>
sealed record ReportFiles(string? Csv, string? Markdown)
{
    /// <summary>One line per method and repetition, beside <see cref="Csv"/>: table.csv has table-runs.csv.</summary>
    public string? RunsCsv => Csv is null ? null : Path.Combine(Path.GetDirectoryName(Csv) ?? "", $"{Path.GetFileNameWithoutExtension(Csv)}-runs{Path.GetExtension(Csv)}");

    /// <summary>Sees, before anything is trained, that the files can be there.</summary>
    /// <exception cref="UsageException">A folder is missing or in a file's place, or two of them are the same file.</exception>
    public void Check()
    {
        OutputFile.Check(Csv, "--csv", ComparisonCsv.MethodsMark);
        OutputFile.Check(RunsCsv, "--csv", ComparisonCsv.RunsMark);
        OutputFile.Check(Markdown, "--markdown", ComparisonMarkdown.Mark);
        if (Markdown is not null && Csv is not null && new[] { Csv, RunsCsv! }.Any(path => Path.GetFullPath(path) == Path.GetFullPath(Markdown)))
            throw new UsageException($"Found {SafeText.Quoted(Markdown)} for --csv and --markdown, expected two files.");
    }
}
