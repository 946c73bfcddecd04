using LongTail.Foundation;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Display;

/// <summary>Warnings only.</summary>
sealed class QuietProgress(TextWriter error) : IRunObserver
{
    public void StageStarted(PlannedStage stage, StageStart start)
    {
    }

    public void StepEnded(PlannedStage stage, Progress progress, int images)
    {
    }

    public void EpochEnded(PlannedStage stage, EpochRecord epoch)
    {
    }

    public void StageEnded(PlannedStage stage, StageResult result)
    {
    }

    public void Warned(string message) => error.WriteLine($"warning: {SafeText.Lines(message)}");
}
