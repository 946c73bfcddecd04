using Spectre.Console;
using Spectre.Console.Rendering;

namespace LongTail.Cli.Display;

/// <summary>What the live display shows: stage, bar, speed and loss, time left; a line for each of several stages side by side.</summary>
static class LiveLines
{
    const int BarWidth = 40, MostStages = 8;

    static readonly Style s_faint = new(decoration: Decoration.Dim);

    public static IRenderable Of(RunProgress progress, Profile profile, string? notice)
    {
        IEnumerable<IRenderable> lines = progress.InTraining is [] ? [new Text(progress.Packing is var (done, all) ? $"packing pictures: {Words.Whole(done)} of {Words.Whole(all)}" : "starting ...")] : StageLines(progress, profile);
        return new Rows(notice is null ? lines : lines.Append(new Text(notice, new Style(Color.Yellow))));
    }

    static IEnumerable<IRenderable> StageLines(RunProgress progress, Profile profile)
    {
        StagePosition behind = progress.InTraining.MinBy(position => position.ImagesDone)!;
        yield return new Text(Head(progress), new Style(decoration: Decoration.Bold));
        yield return new Paragraph($"epoch {behind.Epoch + 1} of {behind.Stage.Stage.Epochs}  ")
            .Append(Bar(progress.Done, profile, full: true), new Style(Color.Green))
            .Append(Bar(progress.Done, profile, full: false), s_faint)
            .Append($"  step {behind.Step} of {behind.Start.StepsPerEpoch}");
        yield return new Text(Measured(progress));
        if (progress.InTraining.Count > 1)
            foreach (StagePosition position in progress.InTraining.Take(MostStages))
                yield return new Text($"  {progress.NumberOf(position.Stage)} {Words.Stage(position.Stage.Stage)}   {string.Join("   ", Facts(position))}");
        if (progress.InTraining.Count > MostStages) yield return new Text($"  and {progress.InTraining.Count - MostStages} more", s_faint);
        yield return new Text(Left(progress), s_faint);
    }

    static string Head(RunProgress progress) => progress.InTraining is [StagePosition { Stage: var stage }]
        ? $"stage {progress.NumberOf(stage)} of {progress.Stages}   {Words.Stage(stage.Stage)}   {stage.Role.ToString().ToLowerInvariant()}"
        : $"{progress.InTraining.Count} of {progress.Stages} stages side by side: one pass over the images for all";

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
        if (progress.InTraining is [StagePosition alone]) facts.AddRange(Facts(alone));
        return facts.Count > 0 ? string.Join("   ", facts) : "measuring ...";
    }

    static IEnumerable<string> Facts(StagePosition position)
    {
        if (position.LastEpoch is { } epoch) yield return $"last epoch: {Words.Loss(epoch)}";
        if (position.LastEvaluation is { } evaluation) yield return Words.Accuracy(evaluation);
    }

    static string Left(RunProgress progress) => (progress.StageLeft, progress.AllLeft) switch
    {
        ({ } stage, { } all) when all > stage => $"left: {Words.Duration(stage)} for {(progress.InTraining.Count > 1 ? "these stages" : "this stage")}, {Words.Duration(all)} for all",
        ({ } stage, _) => $"left: {Words.Duration(stage)}",
        _ => "left: measuring ...",
    };
}
