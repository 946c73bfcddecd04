using System.Collections.Immutable;
using System.Globalization;
using LongTail.Cli.Reports;
using LongTail.Methods;
using LongTail.Recipes;
using LongTail.Results;
using LongTail.Runs;
using LongTail.Stages;

namespace LongTail.Cli.Compare;

/// <summary>What came out of a comparison.</summary>
/// <param name="Request">What was asked for, without the methods that do not fit the data.</param>
/// <param name="Rows">In the order of the catalog, those that were not trained too.</param>
/// <param name="References">What the others are held against: CE and KD, where they were trained.</param>
sealed record Comparison(CompareRequest Request, ImmutableArray<ComparisonRow> Rows, ImmutableArray<ComparisonRow> References)
{
    static readonly ImmutableArray<string> s_references = ["ce", "kd"];

    /// <summary>Rows with results; at least one.</summary>
    public IEnumerable<ComparisonRow> Trained => Rows.Where(row => row.NotTrained is null);

    /// <summary>Where and with what the networks were trained, without what differs between any two of them.</summary>
    public IEnumerable<MadeBy> MadeBy => Trained.SelectMany(row => row.Runs).SelectMany(run => run.Graph)
        .Select(stage => stage.MadeBy with { Finished = default, PeakMemoryBytes = 0 }).Distinct();

    /// <summary>Puts results beside what was asked for.</summary>
    /// <param name="plan">Of the comparison.</param>
    /// <param name="results">One per stage of the plan.</param>
    public static Comparison Of(ComparePlan plan, ImmutableArray<StageResult> results)
    {
        CompareRequest request = plan.Request;
        Dictionary<StageKey, StageResult> byKey = results.ToDictionary(result => result.Stage.Key);
        ImmutableArray<ComparisonRow> trained = [.. request.Methods.Select((method, column) => new ComparisonRow(method, [.. request.Repetitions.Select((repetition, i) => RunOf(plan.Plan.Asked[i * request.Methods.Length + column], repetition))]))];
        ImmutableArray<ComparisonRow> unfit = [.. plan.NotTrained.Select(none => new ComparisonRow(none.Method, []) { NotTrained = none.Reason })];
        return new(
            request,
            [.. trained.Concat(unfit).OrderBy(row => MethodCatalog.All.IndexOf(row.Method.Choice.Entry))],
            [.. s_references.Select(ReferenceOf).OfType<ComparisonRow>()]);

        ComparisonRun RunOf(Stage asked, Repetition repetition) =>
            new(repetition, byKey[asked.Key], [.. StageGraph.Of(asked).Select(stage => byKey[stage.Key])], request.Run.Groups);

        // A row of that name; else the network that others learned from, which was trained all the same.
        ComparisonRow? ReferenceOf(string name) =>
            trained.FirstOrDefault(row => row.Label == name) ?? trained.FirstOrDefault(row => row.Method.Choice.Entry.Name == name) ?? TrainedForOthers(name);

        ComparisonRow? TrainedForOthers(string name)
        {
            MethodChoice choice = MethodChoice.Read([name]).Single();
            ComparedMethod method = new(choice, trained[0].Method.Recipe with { Name = name, Method = request.Preset.Of(choice.Entry) }) { Preset = request.Preset };
            Stage?[] stages = [.. request.Repetitions.Select((repetition, i) => InPlan(method.Recipe.Method.Plan(repetition.Of(method.Recipe)), i))];
            return stages.All(stage => stage is not null) ? new(method, [.. stages.Zip(request.Repetitions, (stage, repetition) => RunOf(stage!, repetition))]) : null;
        }

        // Opening the data and finding pretrained weights has put their fingerprints into the keys of the plan.
        Stage? InPlan(Stage wanted, int repetition)
        {
            StageKey identity = StageIdentity.Of(wanted);
            return plan.Plan.Asked.AsSpan(repetition * request.Methods.Length, request.Methods.Length).ToArray().SelectMany(asked => StageGraph.Of(asked)).FirstOrDefault(stage => StageIdentity.Of(stage) == identity);
        }
    }
}

/// <summary>A method over all repetitions.</summary>
/// <param name="Method">Which one.</param>
/// <param name="Runs">One per repetition; none of a method that was not trained.</param>
sealed record ComparisonRow(ComparedMethod Method, ImmutableArray<ComparisonRun> Runs)
{
    public string Label => Method.Label;

    /// <summary>Whether test labels steered the training of a run.</summary>
    public bool SawTestLabels => Runs.Any(run => run.SawTestLabels);

    /// <summary>The label as tables have it, marked where test labels steered the training.</summary>
    public string Title => SawTestLabels ? $"{Label} {TestLabels.Mark}" : Label;

    /// <summary>Why it was not trained; null when it was.</summary>
    public string? NotTrained { get; init; }

    /// <summary>Names and values of the method's settings, without those that it chose by itself (<see cref="Chosen"/>).</summary>
    public IEnumerable<(string Name, string Json)> Settings =>
        MethodSettings.ValuesOf(Method.Recipe.Method).Select(value => (Leaf: RecipeSchema.Find(value.Path)!.Leaf, value.Json)).Where(setting => Runs.All(run => run.Chosen.All(chosen => chosen.Name != setting.Leaf)));

    /// <summary>What the method chose by itself, such as "tau 0.8" or "tau 0.8, 0.9, 0.8" of three runs.</summary>
    public IEnumerable<string> Chosen => Runs.SelectMany(run => run.Chosen).GroupBy(setting => setting.Name)
        .Select(values => $"{values.Key} {string.Join(", ", values.Select(value => value.Value.ToString(CultureInfo.InvariantCulture)))}");

    /// <summary>Sums a number up over the runs; null where one of them does not have it.</summary>
    public RepeatedMeasurement? Over(Func<ComparisonRun, double?> number)
    {
        double[] values = [.. Runs.Select(number).OfType<double>()];
        return Measured(values);
    }

    /// <summary>What this is ahead of another method by after the last epoch, repetition by repetition; null for itself, and where one of the two was not measured.</summary>
    public RepeatedMeasurement? Over(ComparisonRow other, Measure measure)
    {
        if (other.Label == Label) return null;
        double[] differences = [.. Runs.Zip(other.Runs, (mine, theirs) => mine.Last(measure) - theirs.Last(measure)).OfType<double>()];
        return Measured(differences);
    }

    // Every seed is trained on every draw of the images; runs with either in common are not independent.
    RepeatedMeasurement? Measured(double[] values) => values.Length == 0 || values.Length != Runs.Length ? null
        : RepeatedMeasurement.OfCrossed([.. Runs.Zip(values).GroupBy(run => run.First.Repetition.SubsetSeed, run => run.Second).Select(draw => draw.ToArray())]);
}
