using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Display;

/// <summary>Where one stage in training stands.</summary>
/// <param name="stage">The stage.</param>
/// <param name="start">Where it began or was taken up.</param>
sealed class StagePosition(PlannedStage stage, StageStart start)
{
    readonly long _imagesBefore = (long)start.ImagesPerEpoch * start.Epoch + (long)start.ImagesPerEpoch * start.Step / Math.Max(1, start.StepsPerEpoch);
    long _images;

    public PlannedStage Stage => stage;

    public StageStart Start => start;

    /// <summary>0-based.</summary>
    public int Epoch { get; private set; } = start.Epoch;

    /// <summary>Steps taken in the epoch.</summary>
    public int Step { get; private set; } = start.Step;

    /// <summary>Whether a step was taken since it was begun or taken up.</summary>
    public bool HasStepped { get; private set; }

    /// <summary>Epochs that are finished, evaluation included.</summary>
    public int EpochsDone => LastEpoch is { } last ? last.Epoch + 1 : start.Epoch;

    /// <summary>The newest finished epoch.</summary>
    public EpochRecord? LastEpoch { get; private set; }

    /// <summary>The newest measured accuracy.</summary>
    public EvaluationResult? LastEvaluation { get; private set; }

    /// <summary>Images of the whole stage.</summary>
    public long Images => (long)start.ImagesPerEpoch * stage.Stage.Epochs;

    /// <summary>Images trained on, those of an earlier run included.</summary>
    public long ImagesDone => Math.Min(Images, _imagesBefore + _images);

    public void StepEnded(Progress progress, int images)
    {
        (Epoch, Step) = (progress.Epoch, progress.Step + 1);
        _images += images;
        HasStepped = true;
    }

    public void EpochEnded(EpochRecord epoch) => (LastEpoch, LastEvaluation) = (epoch, epoch.Evaluation ?? LastEvaluation);
}
