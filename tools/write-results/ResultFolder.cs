using System.Text;
using LongTail.Figures;
using LongTail.Store;
using LongTail.Tools.WriteResults.Pages;
using LongTail.Tools.WriteResults.Reading;

namespace LongTail.Tools.WriteResults;

/// <summary>The folder that is committed: page, numbers, charts.</summary>
static class ResultFolder
{
    /// <summary>Reads the run, and writes everything or, when the run is refused, nothing.</summary>
    /// <returns>Names of the files.</returns>
    /// <exception cref="Foundation.LongTailException">The run is refused or damaged, or the files cannot be written.</exception>
    public static IEnumerable<string> Write(Request request)
    {
        Experiment experiment = Experiment.Of(RunFolder.Read(request.RunFolder));
        Claim claim = new(experiment, request.Title ?? Claim.TitleOf(experiment), request.Command, request.NoteFile is { } note ? File.ReadAllText(note) : null);
        (string Name, Picture Picture)[] charts = [.. Charts.Draw(claim)];

        string folder = request.ResultFolder;
        Directory.CreateDirectory(folder);
        foreach ((string name, Picture picture) in charts) picture.Save(folder, name);
        AtomicFile.Write(Path.Combine(folder, "curves.csv"), Text(CurvesCsv.Write(claim)));
        AtomicFile.Write(Path.Combine(folder, "results.json"), stream => ResultsJson.Write(stream, claim));
        AtomicFile.Write(Path.Combine(folder, "README.md"), Text(ResultsPage.Write(claim, [.. charts.Select(chart => chart.Name)])));
        return ["README.md", "results.json", "curves.csv", .. charts.SelectMany(chart => new[] { $"{chart.Name}.png", $"{chart.Name}.svg" })];
    }

    static Action<Stream> Text(string text) => stream => stream.Write(Encoding.UTF8.GetBytes(text));
}
