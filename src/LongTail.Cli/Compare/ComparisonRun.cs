using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Compare;

/// <summary>One method in one repetition.</summary>
/// <param name="Repetition">Which one.</param>
/// <param name="Result">Of the stage whose network is the method's answer.</param>
/// <param name="Graph">Of all stages that the method needs, this one last.</param>
/// <param name="Groups">Where the lines between many, medium and few are.</param>
sealed record ComparisonRun(Repetition Repetition, StageResult Result, ImmutableArray<StageResult> Graph, GroupConvention Groups)
{
    const double BytesPerMebibyte = 1 << 20;

    // Where test labels steered the training, no half of the test images is free of the choice.
    readonly HalfSelection? _halves = StageGraph.SawTestLabels(Result.Stage) ? null : HalfSelection.Of(Result.History);

    /// <summary>Whether test labels steered the training: no accuracy of it can be reported.</summary>
    public bool SawTestLabels => StageGraph.SawTestLabels(Result.Stage);

    /// <summary>Whose answers the network learnt from; none for most methods.</summary>
    public ImmutableArray<StageResult> Teachers { get; } = [.. Result.Stage.Teachers.Select(teacher => Graph.First(stage => stage.Stage.Key == teacher.Key))];

    /// <summary>What a teacher came to at the epoch of the weights that it teaches with.</summary>
    public EpochRecord TeachesWith(StageResult teacher) => Result.Stage.TeacherEpoch == WeightsEpoch.Last ? teacher.Last : EpochSelection.Kept(teacher.History);

    /// <summary>What the method chose by itself, such as tau.</summary>
    public ImmutableArray<ChosenSetting> Chosen => Result.Last.Chosen ?? [];

    /// <summary>Minutes in training steps, of all stages that the method needs.</summary>
    public double Minutes => Graph.Sum(stage => stage.TrainSeconds) / 60;

    /// <summary>Of the last of them alone.</summary>
    public double MinutesOfLastStage => Result.TrainSeconds / 60;

    /// <summary>Most memory that training any of them took.</summary>
    public double PeakMebibytes => Graph.Max(stage => stage.MadeBy.PeakMemoryBytes) / BytesPerMebibyte;

    /// <summary>After the last epoch.</summary>
    public double? Last(Measure measure) => Finite(Of(measure, Result.Evaluation));

    /// <summary>After the epoch that was best on the test set: too high to report.</summary>
    public double? Best(Measure measure) => Finite(Of(measure, Result.Best.Evaluation!));

    /// <summary>On the validation images, after the last epoch: what settings can be chosen by. Null of data without such.</summary>
    public double? OnValidation(Measure measure) => Result.Last.OnValidation is { } evaluation ? Finite(Of(measure, evaluation)) : null;

    /// <summary>After the epoch that was best on the validation images; null of data without such.</summary>
    public double? Validated(Measure measure) => Result.Selected is { } selected ? Finite(Of(measure, selected.Evaluation!)) : null;

    /// <summary>After the epoch chosen on one half of the test images, on the other half; the mean of both ways. Null where test labels steered the training.</summary>
    public double? Halves(Measure measure) => Finite(_halves?.Mean(half => Of(measure, half)));

    double? Of(Measure measure, EvaluationResult evaluation) => measure.Of(evaluation, Result.Counts, Groups);

    static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
