using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Results;

namespace LongTail.Cli.Compare;

/// <summary>A number that an evaluation comes to, in the unit it is reported in.</summary>
/// <param name="Name">In JSON.</param>
/// <param name="Title">In tables.</param>
/// <param name="Of">Null where it cannot be measured: a group without classes, or a file from before it was recorded.</param>
sealed record Measure(string Name, string Title, Func<EvaluationResult, ClassCounts, GroupConvention, double?> Of)
{
    public bool LowerIsBetter { get; init; }

    /// <summary>After the decimal point, in tables.</summary>
    public int Digits { get; init; } = 2;

    public static Measure Top1 { get; } = new("top1", "top-1", (evaluation, _, _) => 100 * evaluation.Top1);

    public static Measure Balanced { get; } = new("balanced", "balanced", (evaluation, _, _) => 100 * evaluation.BalancedAccuracy);

    public static Measure Few { get; } = new("few", "few", (evaluation, counts, groups) => 100 * evaluation.Groups(counts, groups).Few);

    /// <summary>What is told of the last epoch: accuracies in percent, then how far the beliefs can be trusted.</summary>
    public static ImmutableArray<Measure> All { get; } =
    [
        Top1,
        Balanced,
        new("many", "many", (evaluation, counts, groups) => 100 * evaluation.Groups(counts, groups).Many),
        new("medium", "medium", (evaluation, counts, groups) => 100 * evaluation.Groups(counts, groups).Medium),
        Few,
        new("worst", "worst class", (evaluation, _, _) => 100 * evaluation.WorstClass),
        new("ece", "ECE", (evaluation, _, _) => 100 * evaluation.Calibration?.ExpectedCalibrationError) { LowerIsBetter = true },
        new("nll", "NLL", (evaluation, _, _) => evaluation.Calibration?.NegativeLogLikelihood) { LowerIsBetter = true, Digits = 3 },
    ];

    /// <summary>What methods are told apart by, and epochs.</summary>
    public static ImmutableArray<Measure> Main { get; } = [Top1, Few, Balanced];

    /// <summary>Top-1 accuracy to expect under other test distributions, in percent.</summary>
    public static ImmutableArray<Measure> UnderTestPriors { get; } =
        [.. TestPrior.Usual.Select(prior => new Measure(prior.ToString().Replace(":", "", StringComparison.Ordinal), prior.ToString(), (evaluation, counts, _) => 100 * prior.Accuracy(evaluation, counts)))];
}
