using System.Collections.Immutable;
using LongTail.Cli.Reports;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Reproduce;

/// <summary>What became of an experiment's networks.</summary>
sealed class Measurements
{
    readonly Dictionary<StageKey, StageResult> _results;
    readonly ImmutableArray<Cell> _cells;

    /// <summary>Puts results beside the cells that asked for them.</summary>
    /// <param name="cells">Trained now.</param>
    /// <param name="plan">Of these.</param>
    /// <param name="results">One per stage of the plan.</param>
    /// <param name="before">Of columns that were trained before.</param>
    /// <param name="groups">How many, medium and few are told apart.</param>
    public Measurements(ImmutableArray<Cell> cells, RunPlan plan, ImmutableArray<StageResult> results, ImmutableArray<(Cell Cell, StageResult Result)> before, GroupConvention groups)
    {
        Groups = groups;
        _cells = [.. cells, .. before.Select(made => made.Cell)];
        _results = plan.Stages.Zip(results).ToDictionary(pair => StageIdentity.Of(pair.First.Stage), pair => pair.Second);
        foreach ((_, StageResult result) in before) _results[StageIdentity.Of(result.Stage)] = result;
    }

    /// <summary>How many, medium and few are told apart.</summary>
    public GroupConvention Groups { get; }

    /// <summary>One per seed; none where the experiment did not ask for such networks.</summary>
    public ImmutableArray<StageResult> Of(string method, string column, double temperature = 0) =>
        [.. _cells.Where(cell => (cell.Method, cell.Column, cell.Temperature) == (method, column, temperature)).Select(cell => _results[StageIdentity.Of(cell.Recipe.Method.Plan(cell.Recipe))])];

    /// <summary>All networks, once each.</summary>
    public IEnumerable<StageResult> All => _results.Values;

    /// <summary>Top-1 accuracy after the last epoch in percent, over the seeds; null where nothing was trained.</summary>
    public RepeatedMeasurement? Top1(string method, string column, double temperature = 0) => Percent(Of(method, column, temperature), result => result.Evaluation.Top1);

    /// <summary>A number in percent, over the seeds; null where nothing was trained.</summary>
    public static RepeatedMeasurement? Percent(ImmutableArray<StageResult> results, Func<StageResult, double> fraction) =>
        results.IsEmpty ? null : RepeatedMeasurement.Of([.. results.Select(result => 100 * fraction(result))]);
}
