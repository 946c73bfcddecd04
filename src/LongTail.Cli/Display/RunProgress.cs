using System.Collections.Immutable;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Display;

/// <summary>Where a run stands and how long it will still take.</summary>
/// <remarks>
/// Estimates use the time that images took since the stages in training began, evaluation included. Stages to come are taken to be as fast
/// with an image, but for their teachers' answers.
/// </remarks>
sealed class RunProgress(RunPlan plan, TimeProvider clock)
{
    // A teacher's answer in steps without a teacher: one pass forward, where training makes one forward and one backward
    // (ResNet-32 on a CPU, fp32: 0.28; docs/decisions/0010).
    const double TeacherPass = 0.28;

    readonly List<StagePosition> _inTraining = [];
    readonly HashSet<string> _begun = [];
    long _began, _epochBegan;
    long _images, _epochImages;
    double _measuredSpeed = double.NaN;

    /// <summary>The stages being trained, side by side when they are several; none between stages.</summary>
    public IReadOnlyList<StagePosition> InTraining => _inTraining;

    /// <summary>Pictures that are packed and all of the pack; null when none is built.</summary>
    public (int Done, int All)? Packing { get; private set; }

    public int Stages => plan.Stages.Length;

    /// <summary>1-based place of a stage in the plan.</summary>
    public int NumberOf(PlannedStage stage) => plan.Stages.TakeWhile(s => s.Folder != stage.Folder).Count() + 1;

    /// <summary>A stage in training.</summary>
    public StagePosition Of(PlannedStage stage) => _inTraining.First(position => position.Stage.Folder == stage.Folder);

    public void StageStarted(PlannedStage stage, StageStart start)
    {
        if (_inTraining.Count == 0) (_images, _measuredSpeed) = (0, double.NaN);
        Packing = null;
        _inTraining.Add(new(stage, start));
        _begun.Add(stage.Folder);
        _epochImages = 0;
        _began = _epochBegan = clock.GetTimestamp();
    }

    public void PicturesPacked(int done, int all) => Packing = (done, all);

    public void StepEnded(PlannedStage stage, Progress progress, int images)
    {
        Of(stage).StepEnded(progress, images);
        _images += images;
        _epochImages += images;
    }

    public void EpochEnded(PlannedStage stage, EpochRecord epoch)
    {
        Of(stage).EpochEnded(epoch);
        _measuredSpeed = epoch.Images / epoch.TrainSeconds;
        _epochImages = 0;
        _epochBegan = clock.GetTimestamp();
    }

    public void StageEnded(PlannedStage stage) => _inTraining.RemoveAll(position => position.Stage.Folder == stage.Folder);

    /// <summary>Part of the stages in training that is done, 0 to 1.</summary>
    public double Done => _inTraining.Count == 0 ? 0 : _inTraining.Sum(position => (double)position.ImagesDone) / _inTraining.Sum(position => position.Images);

    /// <summary>Training images per second in this epoch, those of all stages in training together, or in the one before where this one has only begun; NaN before the first step.</summary>
    public double ImagesPerSecond => _epochImages > 0 && clock.GetElapsedTime(_epochBegan) is { TotalSeconds: > 0.5 } elapsed
        ? _epochImages / elapsed.TotalSeconds : _measuredSpeed;

    /// <summary>Time left for the stages in training; null before the first step.</summary>
    public TimeSpan? StageLeft => _inTraining.Count == 0 ? null : TimeFor(_inTraining.Sum(position => position.Images - position.ImagesDone));

    /// <summary>Time left for all stages; null before the first step.</summary>
    public TimeSpan? AllLeft => StageLeft is not { } left || TimeFor(ImagesToCome()) is not { } rest ? null : left + rest;

    // In images at the cost of those in training.
    double ImagesToCome()
    {
        double now = CostOf([.. _inTraining.Select(position => position.Stage)]);
        return plan.Groups.Sum(group => CostOf(group) / now
            * group.Where(stage => stage.State != StageState.Trained && !_begun.Contains(stage.Folder)).Sum(stage => (double)ImagesPerEpochOf(stage.Stage) * stage.EpochsToTrain));
    }

    // Of an image, in steps without a teacher. A group's teachers are asked once for all.
    static double CostOf(ImmutableArray<PlannedStage> group) => 1 + TeacherPass * group[0].Stage.Teachers.Length / group.Length;

    long ImagesPerEpochOf(Stage stage) => plan.Data.TryGetValue(stage.Data.Fingerprint, out Data.DataSplit? data) ? data.CountsOf(stage.Subset).Total : _inTraining[0].Start.ImagesPerEpoch;

    TimeSpan? TimeFor(double images) => _images == 0 ? null
        : TimeSpan.FromSeconds(Math.Max(0, images) * clock.GetElapsedTime(_began).TotalSeconds / _images);
}
