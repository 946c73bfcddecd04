using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Reports;

/// <summary>One row of a comparison: the same training with one or several seeds.</summary>
/// <param name="Identity">Equal for equal training apart from the seed.</param>
/// <param name="Networks">One per seed, by seed.</param>
sealed record Arm(StageKey Identity, ImmutableArray<TrainedNetwork> Networks)
{
    public Stage Stage => Networks[0].Stage;

    /// <summary>Whether test labels steered its training.</summary>
    public bool SawTestLabels => StageGraph.SawTestLabels(Stage);

    public StageRole Role => Networks[0].Role;

    public string Recipe => Networks[0].Recipe;

    public ClassCounts Counts => Networks[0].Result.Counts;

    /// <summary>Identity of the first teacher that knows the same classes; null for networks without one.</summary>
    public StageKey? Teacher => Stage.Teachers.FirstOrDefault(teacher => teacher.Subset == Stage.Subset) is { } first ? StageIdentity.WithoutSeed(first) : null;

    public static ImmutableArray<Arm> Of(IEnumerable<TrainedNetwork> networks) =>
    [
        .. networks.GroupBy(n => StageIdentity.WithoutSeed(n.Stage))
            .Select(same => new Arm(same.Key, [.. same.OrderBy(n => n.Stage.Seed)]))
            .OrderBy(arm => arm.Role),   // teachers first, else as planned
    ];

    /// <summary>Accuracy over some classes after the last epoch: the value, and what it may be off by.</summary>
    public Measured Accuracy(ClassSelection classes) =>
        Measured.Of([.. Networks.Select(n => classes.Accuracy(n.Result.Evaluation))]) with { OverImages = Networks is [var only] ? classes.Interval(only.Result.Evaluation) : null };

    /// <summary>What this gains over another arm on some classes, seed by seed; null where the seeds differ.</summary>
    public Measured? GainOver(Arm other, ClassSelection classes) =>
        Networks.Select(n => n.Stage.Seed).SequenceEqual(other.Networks.Select(n => n.Stage.Seed))
            ? Measured.Of([.. Networks.Zip(other.Networks, (mine, theirs) => classes.Accuracy(mine.Result.Evaluation) - classes.Accuracy(theirs.Result.Evaluation))])
            : null;
}

/// <summary>A mean over seeds and its 95 % interval.</summary>
/// <param name="Mean">Over the seeds.</param>
/// <param name="HalfWidth">Of Student's interval; null for one seed.</param>
/// <param name="OverImages">Of one seed over its test images; null for several, or where it has no meaning.</param>
sealed record Measured(double Mean, double? HalfWidth, WilsonInterval? OverImages = null)
{
    public static Measured Of(ImmutableArray<double> values) => new(values.Average(), RepeatedMeasurement.Of(values.AsSpan()).HalfWidth);
}
