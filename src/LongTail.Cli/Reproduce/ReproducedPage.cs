using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LongTail.Cli.Display;
using LongTail.Figures.Paper;
using LongTail.Figures.Tables;
using LongTail.Runs;
using LongTail.Store;

namespace LongTail.Cli.Reproduce;

/// <summary>A table or figure with what it was made of, as files.</summary>
static class ReproducedPage
{
    /// <summary>Writes NAME.md, NAME.csv where there is a table, the numbers of the pictures, and the pictures.</summary>
    /// <returns>Full paths.</returns>
    public static ImmutableArray<string> Write(string folder, Experiment experiment, Outcome outcome, ImmutableArray<string> deviations, Measurements measured)
    {
        StorageFault.Guard(folder, 0, () => Directory.CreateDirectory(folder));
        List<string> files = [experiment.Name + ".md"];
        if (outcome.Table is { } table)
        {
            files.Add(experiment.Name + ".csv");
            Save(experiment.Name + ".csv", table.ToCsv());
        }
        foreach (NumberTable numbers in outcome.Numbers)
        {
            files.Add(numbers.Name + ".csv");
            Save(numbers.Name + ".csv", numbers.ToCsv());
        }
        Save(experiment.Name + ".md", Text(experiment, outcome, deviations, measured));
        foreach ((string name, Func<Figures.Picture> draw) in outcome.Pictures) files.AddRange(draw().Save(folder, name));
        return [.. files.Select(file => Path.Combine(folder, file))];

        void Save(string name, string text) => AtomicFile.Write(Path.Combine(folder, name), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }

    static string Text(Experiment experiment, Outcome outcome, ImmutableArray<string> deviations, Measurements measured)
    {
        StringBuilder page = new($"# {Heading(experiment.Name)}: {experiment.Title}\n\nOf {PaperNumbers.Source}. {experiment.Unit}\n\n");
        if (outcome.Table is { } table) page.Append(table.ToMarkdown()).Append('\n');
        foreach ((string name, _) in outcome.Pictures) page.Append(CultureInfo.InvariantCulture, $"![{name}]({name}.png)\n\n");
        foreach (NumberTable numbers in outcome.Numbers) page.Append(CultureInfo.InvariantCulture, $"Numbers: [{numbers.Name}.csv]({numbers.Name}.csv)\n\n");
        page.Append("## Where this differs from the paper\n\n");
        foreach (string deviation in deviations) page.Append(CultureInfo.InvariantCulture, $"- {deviation}\n");
        page.Append("\n## Made by\n\n");
        foreach (string line in measured.All.Select(result => Line(result.MadeBy)).Distinct()) page.Append(CultureInfo.InvariantCulture, $"- {line}\n");
        return page.ToString();
    }

    static string Line(MadeBy made) => Markdown.Text($"LongTail {made.Program}, TorchSharp {made.TorchSharp}, {made.Runtime}; {made.System}, {made.Processor}, {made.Threads} {(made.Threads == 1 ? "thread" : "threads")}, {Words.Device(made)}");

    static string Heading(string name) => name.StartsWith("fig", StringComparison.Ordinal) ? $"Figure {name[3..]}" : $"Table {name[5..]}";
}
