using LongTail.Results;
using LongTail.Stages;

namespace LongTail.Runs;

/// <summary>Hears everything and says nothing.</summary>
public sealed class SilentObserver : IRunObserver
{
    /// <inheritdoc/>
    public void StageStarted(PlannedStage stage, StageStart start) { }

    /// <inheritdoc/>
    public void StepEnded(PlannedStage stage, Progress progress, int images) { }

    /// <inheritdoc/>
    public void EpochEnded(PlannedStage stage, EpochRecord epoch) { }

    /// <inheritdoc/>
    public void StageEnded(PlannedStage stage, StageResult result) { }

    /// <inheritdoc/>
    public void Warned(string message) { }
}
