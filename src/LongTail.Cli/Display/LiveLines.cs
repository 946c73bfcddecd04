using LongTail.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LongTail.Cli.Display;

/// <summary>What the live display shows: stage, bar, speed and loss, time left.</summary>
static class LiveLines
{
    const int BarWidth = 40;

    static readonly Style s_faint = new(decoration: Decoration.Dim);

    public static IRenderable Of(RunProgress progress, Profile profile, string? notice)
    {
        IEnumerable<IRenderable> lines = progress.Stage is { } stage ? StageLines(progress, stage, profile) : [new Text("starting ...")];
        return new Rows(notice is null ? lines : lines.Append(new Text(notice, new Style(Color.Yellow))));
    }

    static IEnumerable<IRenderable> StageLines(RunProgress progress, PlannedStage stage, Profile profile) =>
    [
        new Text($"stage {progress.NumberOf(stage)} of {progress.Stages}   {Words.Stage(stage.Stage)}   {stage.Role.ToString().ToLowerInvariant()}", new Style(decoration: Decoration.Bold)),
        new Paragraph($"epoch {progress.Epoch + 1} of {stage.Stage.Epochs}  ")
            .Append(Bar(progress.StageDone, profile, full: true), new Style(Color.Green))
            .Append(Bar(progress.StageDone, profile, full: false), s_faint)
            .Append($"  step {progress.Step} of {progress.StepsPerEpoch}"),
        new Text(Measured(progress)),
        new Text(Left(progress, stage), s_faint),
    ];

    static string Bar(double done, Profile profile, bool full)
    {
        int width = Math.Clamp(profile.Width - 50, 10, BarWidth), filled = (int)(done * width);
        bool unicode = profile.Capabilities.Unicode;
        return full ? new(unicode ? '━' : '#', filled) : new(unicode ? '─' : '.', width - filled);
    }

    static string Measured(RunProgress progress)
    {
        List<string> facts = [];
        if (double.IsFinite(progress.ImagesPerSecond)) facts.Add($"{Words.Whole(progress.ImagesPerSecond)} images/s");
        if (progress.LastEpoch is { } epoch) facts.Add($"last epoch: {Words.Loss(epoch)}");
        if (progress.LastEvaluation is { } evaluation) facts.Add($"top-1 {Words.Percent(evaluation.Top1)} %");
        return facts.Count > 0 ? string.Join("   ", facts) : "measuring ...";
    }

    static string Left(RunProgress progress, PlannedStage current) => (progress.StageLeft, progress.AllLeft) switch
    {
        ({ } stage, { } all) when progress.NumberOf(current) < progress.Stages => $"left: {Words.Duration(stage)} for this stage, {Words.Duration(all)} for all",
        ({ } stage, _) => $"left: {Words.Duration(stage)}",
        _ => "left: measuring ...",
    };
}
