using LongTail.Figures.Tables;
using LongTail.Runs;
using LongTail.Tools.WriteResults.Reading;

namespace LongTail.Tools.WriteResults.Pages;

/// <summary>The end of the page: what it cost, what made it, and the settings.</summary>
static class Provenance
{
    const double BytesPerMebibyte = 1 << 20;
    const string Unknown = "not recorded";

    /// <summary>Writes the sections.</summary>
    public static IEnumerable<string> Sections(Experiment experiment) =>
    [
        $"## Cost\n\nTime is that of training steps: augmentation included, evaluation not{(experiment.Seeds == 1 ? "" : "; mean ± standard deviation over the seeds")}. "
            + $"Peak memory is the most that the process held while a stage was trained (in runs of versions before that was recorded: by the end of it).\n\n{Cost(experiment)}",
        $"## Made by\n\n{MadeBy(experiment)}",
        $"## Settings\n\nFrom stage.txt, the text whose hash is the stage's key; seeds are left out.\n\n{Settings(experiment)}",
        "## Files\n\n`results.json` has every number of this page, and for each network its seed, key and correct answers per class. "
            + "`curves.csv` has one row per method, seed and epoch. Epochs count from 0 in both.",
    ];

    static string Cost(Experiment experiment) => Markdown.Table(
        ["method", "minutes per network", "images/s", "minutes in all", "peak memory, MiB"],
        experiment.Arms.Select(arm => (IEnumerable<string>)
        [
            arm.Method,
            Numbers.Brief(arm.Over(network => network.TrainSeconds / 60), Numbers.Tenths),
            Numbers.Brief(arm.Over(network => network.ImagesPerSecond), Numbers.Whole),
            Numbers.Tenths(arm.Networks.Sum(network => network.TrainSeconds) / 60),
            Numbers.Whole(arm.Networks.Max(network => network.MadeBy.PeakMemoryBytes) / BytesPerMebibyte),
        ]));

    static string MadeBy(Experiment experiment) => Markdown.Table(["", ""],
    [
        ["processor", All(experiment, by => by.Processor)],
        ["cores the process could use", All(experiment, by => Numbers.Whole(by.Cores))],
        ["threads of the native library", All(experiment, by => Numbers.Whole(by.Threads))],
        ["device", All(experiment, by => by.Device)],
        ["system", All(experiment, by => by.System)],
        [".NET", All(experiment, by => by.Runtime.Replace(".NET ", "", StringComparison.Ordinal))],
        ["TorchSharp", All(experiment, by => by.TorchSharp.Split('+')[0])],
        ["LongTail", All(experiment, by => by.Program.Split('+')[0])],
        ["commit", All(experiment, by => by.Program.Split('+', 2) is [_, var commit] ? commit : "")],
        ["finished (UTC)", Dates(experiment)],
    ], "---");

    static string All(Experiment experiment, Func<MadeBy, string> value) =>
        string.Join("; ", experiment.Networks.Select(network => value(network.MadeBy)).Select(text => text == "" ? Unknown : text).Distinct());

    static string Dates(Experiment experiment)
    {
        DateTimeOffset[] finished = [.. experiment.Networks.Select(network => network.MadeBy.Finished).Order()];
        string first = $"{finished[0].UtcDateTime:yyyy-MM-dd}", last = $"{finished[^1].UtcDateTime:yyyy-MM-dd}";
        return first == last ? first : $"{first} to {last}";
    }

    static string Settings(Experiment experiment) => Markdown.Table(["setting", "value"],
    [
        .. experiment.Arms[0].Networks[0].Settings.Shared.Select(setting => Row("all", setting)),
        .. experiment.Arms.SelectMany(arm => arm.Networks[0].Settings.Own.Select(setting => Row(arm.Method, setting))),
    ], "---");

    static IEnumerable<string> Row(string whose, KeyValuePair<string, string> setting) => [$"{whose}: {setting.Key}", $"`{setting.Value}`"];
}
