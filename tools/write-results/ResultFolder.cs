using System.Text;
using LongTail.Store;
using LongTail.Tools.WriteResults.Charts;
using LongTail.Tools.WriteResults.Pages;
using LongTail.Tools.WriteResults.Reading;
using ScottPlot;

namespace LongTail.Tools.WriteResults;

/// <summary>The folder that is committed: page, numbers, charts.</summary>
static class ResultFolder
{
    /// <summary>Reads the run, and writes everything or, when the run is refused, nothing.</summary>
    /// <returns>Names of the files.</returns>
    /// <exception cref="Foundation.LongTailException">The run is refused or damaged, there is no font, or the files cannot be written.</exception>
    public static IEnumerable<string> Write(Request request)
    {
        Experiment experiment = Experiment.Of(RunFolder.Read(request.RunFolder));
        Claim claim = new(experiment, request.Title ?? Claim.TitleOf(experiment), request.Command, request.NoteFile is { } note ? File.ReadAllText(note) : null);
        (string Name, Plot Plot)[] charts = [.. Draw(claim, ChartFont.Find())];

        string folder = request.ResultFolder;
        Directory.CreateDirectory(folder);
        foreach ((string name, Plot plot) in charts) Chart.Save(plot, folder, name);
        AtomicFile.Write(Path.Combine(folder, "curves.csv"), Text(CurvesCsv.Write(claim)));
        AtomicFile.Write(Path.Combine(folder, "results.json"), stream => ResultsJson.Write(stream, claim));
        AtomicFile.Write(Path.Combine(folder, "README.md"), Text(ResultsPage.Write(claim, [.. charts.Select(chart => chart.Name)])));
        return ["README.md", "results.json", "curves.csv", .. charts.SelectMany(chart => new[] { $"{chart.Name}.png", $"{chart.Name}.svg" })];
    }

    static IEnumerable<(string, Plot)> Draw(Claim claim, string font)
    {
        yield return ("accuracy", GroupChart.Draw(claim, font));
        yield return ("per-class", ClassChart.Draw(claim, font));
        if (claim.Experiment.Networks.First().Evaluated.Count() < 2) yield break;
        yield return ("top-1", EpochChart.Draw(claim, claim.Metrics[0], font));
        yield return ("tail", EpochChart.Draw(claim, claim.Tail, font));
    }

    static Action<Stream> Text(string text) => stream => stream.Write(Encoding.UTF8.GetBytes(text));
}
