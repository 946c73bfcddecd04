using LongTail.Results;
using LongTail.Stages;

namespace LongTail.Runs;

/// <summary>Hears what happens during a run of several stages. What is not implemented is not heard.</summary>
/// <remarks>Called on the training thread: return quickly, and start no other run, which would wait for this one. Stages of one group begin one after the other, take their steps in turns, and end one after the other.</remarks>
public interface IRunObserver
{
    /// <summary>A stage begins, or continues where an interrupted run left it.</summary>
    void StageStarted(PlannedStage stage, StageStart start) { }

    /// <summary>A step was taken.</summary>
    /// <param name="stage">Whose.</param>
    /// <param name="progress">Where it stands.</param>
    /// <param name="images">Images in its batch.</param>
    void StepEnded(PlannedStage stage, Progress progress, int images) { }

    /// <summary>An epoch was finished, evaluated and will be checkpointed.</summary>
    void EpochEnded(PlannedStage stage, EpochRecord epoch) { }

    /// <summary>A stage is done: trained now, or found in the store.</summary>
    void StageEnded(PlannedStage stage, StageResult result) { }

    /// <summary>A picture was packed, before the stage that needs the pack begins. Called on the threads that decode, one call at a time.</summary>
    /// <param name="done">Pictures in the pack.</param>
    /// <param name="all">That it will have.</param>
    void PicturesPacked(int done, int all) { }

    /// <summary>Something the user should know that does not stop the run.</summary>
    void Warned(string message) { }
}

/// <summary>Where a stage begins.</summary>
/// <param name="Epoch">0-based; above 0 when an interrupted run is continued.</param>
/// <param name="Step">0-based within the epoch.</param>
/// <param name="StepsPerEpoch">Steps in each epoch.</param>
/// <param name="ImagesPerEpoch">Images in each epoch, those of both streams where there are two.</param>
public readonly record struct StageStart(int Epoch, int Step, int StepsPerEpoch, int ImagesPerEpoch);
