using System.Collections.Immutable;

namespace LongTail.Cli.Compare;

/// <summary>Numbers of a run that belong together, for files.</summary>
/// <param name="Name">In JSON; in CSV, before the names of all groups but the first.</param>
/// <param name="Members">By name.</param>
sealed record Quantities(string Name, ImmutableArray<(string Name, Func<ComparisonRun, double?> Of)> Members)
{
    /// <summary>All of them; the numbers to report first.</summary>
    public static ImmutableArray<Quantities> All { get; } =
    [
        new("last", [.. Measure.All.Select(measure => (measure.Name, (Func<ComparisonRun, double?>)(run => run.Last(measure))))]),
        new("onValidation", [.. Measure.Main.Select(measure => (measure.Name, (Func<ComparisonRun, double?>)(run => run.OnValidation(measure))))]),
        new("validated", [.. Measure.Main.Select(measure => (measure.Name, (Func<ComparisonRun, double?>)(run => run.Validated(measure))))]),
        new("halves", [.. Measure.Main.Select(measure => (measure.Name, (Func<ComparisonRun, double?>)(run => run.Halves(measure))))]),
        new("bestOnTest", [.. Measure.Main.Select(measure => (measure.Name, (Func<ComparisonRun, double?>)(run => run.Best(measure))))]),
        new("top1Under", [.. Measure.UnderTestPriors.Select(measure => (measure.Name, (Func<ComparisonRun, double?>)(run => run.Last(measure))))]),
        new("minutes", [("allStages", run => run.Minutes), ("lastStage", run => run.MinutesOfLastStage)]),
    ];
}
