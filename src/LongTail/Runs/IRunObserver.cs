using LongTail.Training;

namespace LongTail.Runs;

/// <summary>Hears what happens during a run of several stages.</summary>
public interface IRunObserver : ITrainingObserver
{
    /// <summary>A stage begins, or continues where an interrupted run left it.</summary>
    void StageStarted(PlannedStage stage, StageStart start);

    /// <summary>A stage is done: trained now, or found in the store.</summary>
    void StageEnded(PlannedStage stage, StageResult result);

    /// <summary>Something the user should know that does not stop the run.</summary>
    void Warned(string message);
}

/// <summary>Where a stage begins.</summary>
/// <param name="Epoch">0-based; above 0 when an interrupted run is continued.</param>
/// <param name="Step">0-based within the epoch.</param>
/// <param name="StepsPerEpoch">Steps in each epoch.</param>
/// <param name="ImagesPerEpoch">Images in each epoch.</param>
public readonly record struct StageStart(int Epoch, int Step, int StepsPerEpoch, int ImagesPerEpoch);
