using LongTail.Results;
using LongTail.Stages;

namespace LongTail.Training;

/// <summary>Hears what happens during training. Called on the training thread: return quickly.</summary>
public interface ITrainingObserver
{
    /// <summary>A step was taken.</summary>
    /// <param name="progress">Where it stands.</param>
    /// <param name="images">Images in its batch.</param>
    void StepEnded(Progress progress, int images);

    /// <summary>An epoch was finished, evaluated and will be checkpointed.</summary>
    void EpochEnded(EpochRecord epoch);
}
