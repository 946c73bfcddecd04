using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Display;

/// <summary>Where a run stands and how long it will still take.</summary>
/// <remarks>Estimates use the time that images took since the stage began, evaluation included; stages to come are taken to be as fast.</remarks>
sealed class RunProgress(RunPlan plan, TimeProvider clock)
{
    long _stageBegan, _epochBegan;
    long _stageImages, _epochImages;
    long _stageImagesBefore, _imagesPerEpoch;
    double _measuredSpeed = double.NaN;

    /// <summary>The stage being trained; null between stages.</summary>
    public PlannedStage? Stage { get; private set; }

    public int Stages => plan.Stages.Length;

    /// <summary>1-based place of a stage in the plan.</summary>
    public int NumberOf(PlannedStage stage) => plan.Stages.TakeWhile(s => s.Folder != stage.Folder).Count() + 1;

    /// <summary>0-based.</summary>
    public int Epoch { get; private set; }

    /// <summary>Steps taken in the epoch.</summary>
    public int Step { get; private set; }

    public int StepsPerEpoch { get; private set; }

    /// <summary>The newest finished epoch of the stage.</summary>
    public EpochRecord? LastEpoch { get; private set; }

    /// <summary>The newest measured accuracy of the stage.</summary>
    public EvaluationResult? LastEvaluation { get; private set; }

    public void StageStarted(PlannedStage stage, StageStart start)
    {
        (Stage, Epoch, Step, StepsPerEpoch) = (stage, start.Epoch, start.Step, start.StepsPerEpoch);
        (LastEpoch, LastEvaluation, _measuredSpeed) = (null, null, double.NaN);
        _imagesPerEpoch = start.ImagesPerEpoch;
        _stageImagesBefore = _imagesPerEpoch * start.Epoch + _imagesPerEpoch * start.Step / Math.Max(1, start.StepsPerEpoch);
        (_stageImages, _epochImages) = (0, 0);
        _stageBegan = _epochBegan = clock.GetTimestamp();
    }

    public void StepEnded(Progress progress, int images)
    {
        (Epoch, Step) = (progress.Epoch, progress.Step + 1);
        _stageImages += images;
        _epochImages += images;
    }

    public void EpochEnded(EpochRecord epoch)
    {
        (LastEpoch, LastEvaluation) = (epoch, epoch.Evaluation ?? LastEvaluation);
        _measuredSpeed = epoch.Images / epoch.TrainSeconds;
        _epochImages = 0;
        _epochBegan = clock.GetTimestamp();
    }

    public void StageEnded() => Stage = null;

    /// <summary>Part of the stage that is done, 0 to 1.</summary>
    public double StageDone => Stage is null ? 0 : Math.Min(1, (_stageImagesBefore + _stageImages) / (double)(_imagesPerEpoch * Stage.Stage.Epochs));

    /// <summary>Training images per second in this epoch, or in the one before where this one has only begun; NaN before the first step.</summary>
    public double ImagesPerSecond => _epochImages > 0 && clock.GetElapsedTime(_epochBegan) is { TotalSeconds: > 0.5 } elapsed
        ? _epochImages / elapsed.TotalSeconds : _measuredSpeed;

    /// <summary>Time left for the stage; null before the first step.</summary>
    public TimeSpan? StageLeft => Stage is null ? null : TimeFor(_imagesPerEpoch * Stage.Stage.Epochs - _stageImagesBefore - _stageImages);

    /// <summary>Time left for all stages; null before the first step.</summary>
    public TimeSpan? AllLeft => Stage is null || StageLeft is not { } left || TimeFor(ImagesAfter(Stage)) is not { } rest ? null : left + rest;

    double ImagesAfter(PlannedStage stage) =>
        plan.Stages.Skip(NumberOf(stage)).Where(s => s.State != StageState.Trained).Sum(s => (double)ImagesPerEpochOf(s.Stage) * s.Stage.Epochs);

    long ImagesPerEpochOf(Stage stage) => plan.Data.TryGetValue(stage.Data.Fingerprint, out Data.DataSplit? data) ? data.Train.Count : _imagesPerEpoch;

    TimeSpan? TimeFor(double images) => _stageImages == 0 ? null
        : TimeSpan.FromSeconds(Math.Max(0, images) * clock.GetElapsedTime(_stageBegan).TotalSeconds / _stageImages);
}
