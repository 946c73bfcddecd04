using System.Globalization;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Display;

/// <summary>One line per epoch: for files, pipes and terminals that cannot move the cursor.</summary>
/// <param name="plan">What is trained.</param>
/// <param name="output">Takes the lines.</param>
/// <param name="clock">For durations.</param>
/// <param name="running">Time since the program was started, told after its first step; null when it is not told.</param>
sealed class PlainProgress(RunPlan plan, TextWriter output, TimeProvider clock, Func<TimeSpan>? running) : IRunObserver
{
    readonly RunProgress _progress = new(plan, clock);
    Func<TimeSpan>? _untold = running;

    public void StageStarted(PlannedStage stage, StageStart start)
    {
        _progress.StageStarted(stage, start);
        string from = (start.Epoch, start.Step) switch
        {
            (0, 0) => "",
            (_, 0) => $", continued after epoch {start.Epoch}",
            _ => $", continued in epoch {start.Epoch + 1} after step {start.Step} of {start.StepsPerEpoch}",
        };
        output.WriteLine($"{Head(stage)}: {stage.Stage.Epochs} epochs of {Words.Whole(start.ImagesPerEpoch)} images{from}");
    }

    public void StepEnded(PlannedStage stage, Progress progress, int images)
    {
        _progress.StepEnded(stage, progress, images);
        if (_untold is null) return;
        // benchmarks/compare.py waits for this line.
        output.WriteLine(FormattableString.Invariant($"{Head(stage)}: first step after {_untold().TotalSeconds:f2} s"));
        _untold = null;
    }

    public void EpochEnded(PlannedStage stage, EpochRecord epoch)
    {
        _progress.EpochEnded(stage, epoch);
        int epochs = stage.Stage.Epochs;
        string count = (epoch.Epoch + 1).ToString(CultureInfo.InvariantCulture).PadLeft(epochs.ToString(CultureInfo.InvariantCulture).Length);
        List<string> facts = [$"{Head(stage)}  epoch {count}/{epochs}", Words.Loss(epoch)];
        if (epoch.Evaluation is { } evaluation) facts.Add(Words.Accuracy(evaluation));
        facts.Add($"{Words.Whole(_progress.ImagesPerSecond)} images/s");
        if (_progress.AllLeft is { TotalSeconds: >= 1 } left) facts.Add($"{Words.Duration(left)} left");
        output.WriteLine(string.Join("  ", facts));
    }

    public void StageEnded(PlannedStage stage, StageResult result)
    {
        string how = result.Reused ? "found trained" : "trained";
        output.WriteLine($"{Head(stage)}: {how}, {Words.Accuracy(result.Evaluation)}{Words.Chosen(result.Last)}");
        _progress.StageEnded(stage);
    }

    // A line for each tenth.
    public void PicturesPacked(int done, int all)
    {
        if (done * 10L / all > (done - 1) * 10L / all) output.WriteLine($"packed {Words.Whole(done)} of {Words.Whole(all)} pictures");
    }

    public void Warned(string message) => output.WriteLine($"warning: {SafeText.Lines(message)}");

    string Head(PlannedStage stage) => $"[{_progress.NumberOf(stage)}/{_progress.Stages}] {Words.Stage(stage.Stage)}";
}
