using System.Collections.Immutable;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Display;

/// <summary>Where a run stands and how long it will still take.</summary>
/// <remarks>
/// Estimates use the time of the steps since the stages in training began or were taken up, but for the first of each stage, in which memory is
/// claimed and kernels are chosen, and the mean time of an evaluation. Stages to come are taken to be as fast with an image, but for their teachers' answers.
/// </remarks>
sealed class RunProgress(RunPlan plan, TimeProvider clock)
{
    // A teacher's answer in steps without a teacher: one pass forward, where training makes one forward and one backward
    // (ResNet-32 on a CPU, fp32: 0.28; docs/decisions/0010).
    const double TeacherPass = 0.28;

    readonly List<StagePosition> _inTraining = [];
    readonly HashSet<string> _begun = [];
    long _since, _epochBegan;
    long _images, _epochImages;
    int _evaluations;
    double _seconds, _evaluationSeconds, _measuredSpeed = double.NaN;

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
        if (_inTraining.Count == 0) (_images, _seconds, _measuredSpeed) = (0, 0, double.NaN);
        Packing = null;
        _inTraining.Add(new(stage, start));
        _begun.Add(stage.Folder);
        _epochImages = 0;
        _since = _epochBegan = clock.GetTimestamp();
    }

    public void PicturesPacked(int done, int all) => Packing = (done, all);

    public void StepEnded(PlannedStage stage, Progress progress, int images)
    {
        StagePosition position = Of(stage);
        bool isFirst = !position.HasStepped;
        position.StepEnded(progress, images);
        _epochImages += images;
        double seconds = SecondsSinceLast();
        if (isFirst) return;
        _images += images;
        _seconds += seconds;
    }

    public void EpochEnded(PlannedStage stage, EpochRecord epoch)
    {
        Of(stage).EpochEnded(epoch);
        double seconds = SecondsSinceLast();
        if (epoch.Evaluation is not null) (_evaluations, _evaluationSeconds) = (_evaluations + 1, _evaluationSeconds + seconds);
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

    /// <summary>Time left for the stages in training; null before the second step.</summary>
    public TimeSpan? StageLeft => _inTraining.Count == 0 ? null
        : TimeFor(_inTraining.Sum(position => position.Images - position.ImagesDone), _inTraining.Sum(position => EvaluationsFrom(position.EpochsDone, position.Stage.Stage)));

    /// <summary>Time left for all stages; null before the second step.</summary>
    public TimeSpan? AllLeft => StageLeft is not { } left || TimeFor(ImagesToCome(), ToCome.Sum(stage => EvaluationsFrom(stage.Stage.Epochs - stage.EpochsToTrain, stage.Stage))) is not { } rest ? null : left + rest;

    IEnumerable<PlannedStage> ToCome => plan.Stages.Where(stage => stage.State != StageState.Trained && !_begun.Contains(stage.Folder));

    static int EvaluationsFrom(int epoch, Stage stage) => epoch >= stage.Epochs ? 0
        : stage.Epochs / stage.EvaluateEvery - epoch / stage.EvaluateEvery + (stage.Epochs % stage.EvaluateEvery == 0 ? 0 : 1);   // the last epoch always

    double SecondsSinceLast()
    {
        long now = clock.GetTimestamp(), last = _since;
        _since = now;
        return clock.GetElapsedTime(last, now).TotalSeconds;
    }

    // In images at the cost of those in training.
    double ImagesToCome()
    {
        double now = CostOf([.. _inTraining.Select(position => position.Stage)]);
        return plan.Groups.Sum(group => CostOf(group) / now
            * group.Where(stage => stage.State != StageState.Trained && !_begun.Contains(stage.Folder)).Sum(stage => (double)ImagesPerEpochOf(stage.Stage) * stage.EpochsToTrain));
    }

    // Of an image, in steps without a teacher. A group's teachers are asked once for all.
    static double CostOf(ImmutableArray<PlannedStage> group) => 1 + TeacherPass * group[0].Stage.Teachers.Length / group.Length;

    long ImagesPerEpochOf(Stage stage) => plan.Data.TryGetValue(stage.Data.Fingerprint, out Data.DataSplit? data) ? stage.Streams * data.CountsOf(stage.Subset).Total : _inTraining[0].Start.ImagesPerEpoch;

    TimeSpan? TimeFor(double images, int evaluations) => _images == 0 ? null
        : TimeSpan.FromSeconds(Math.Max(0, images) * _seconds / _images + (_evaluations == 0 ? 0 : evaluations * _evaluationSeconds / _evaluations));
}
