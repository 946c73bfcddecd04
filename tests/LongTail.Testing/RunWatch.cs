using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Testing;

/// <summary>Remembers what a run told, and acts where a test wants it to.</summary>
sealed class RunWatch : IRunObserver
{
    public List<(string Method, StageStart Start)> Started { get; } = [];

    public List<StageResult> Ended { get; } = [];

    /// <summary>Of damage; that a network trained for twelve steps calls everything by one name is no surprise here.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>All that was told, of damage or not.</summary>
    public List<string> Told { get; } = [];

    public int Steps { get; private set; }

    public Action<Progress> AfterStep { get; set; } = _ => { };

    public Action<EpochRecord> AfterEpoch { get; set; } = _ => { };

    public void StageStarted(PlannedStage stage, StageStart start) => Started.Add((stage.Stage.Method, start));

    public void StageEnded(PlannedStage stage, StageResult result) => Ended.Add(result);

    public void Warned(string message)
    {
        Told.Add(message);
        if (message.Contains("amaged", StringComparison.Ordinal)) Warnings.Add(message);
    }

    public void StepEnded(PlannedStage stage, Progress progress, int images)
    {
        Steps++;
        AfterStep(progress);
    }

    public void EpochEnded(PlannedStage stage, EpochRecord epoch) => AfterEpoch(epoch);
}
