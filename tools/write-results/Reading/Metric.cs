using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Results;

namespace LongTail.Tools.WriteResults.Reading;

/// <summary>One kind of accuracy that the page reports, in percent.</summary>
/// <param name="Key">In files, such as "lastTwoClasses".</param>
/// <param name="Title">For people, such as "last two classes".</param>
/// <param name="Classes">How many it is measured over.</param>
/// <param name="Of">The value.</param>
sealed record Metric(string Key, string Title, int Classes, Func<EvaluationResult, double> Of)
{
    /// <summary>Where many, medium and few begin; the page says so.</summary>
    public const GroupConvention Convention = GroupConvention.Kang;

    /// <summary>All that the data has classes for.</summary>
    public static ImmutableArray<Metric> For(ClassCounts counts, EvaluationResult example)
    {
        ClassSelection[] selections = [ClassSelection.All(counts), .. Enum.GetValues<ShotGroup>().Select(group => ClassSelection.Of(group, counts, Convention)), ClassSelection.LastTwo(counts)];
        Metric[] measurable = [.. selections.Where(selection => selection.HasTestImages(example)).Select(Of)];
        return [measurable[0], new("balanced", "balanced", counts.Classes, evaluation => 100 * evaluation.BalancedAccuracy), .. measurable[1..]];

        static Metric Of(ClassSelection selection) => new(KeyOf(selection.Name), selection.Name, selection.Labels.Length, evaluation => 100 * selection.Accuracy(evaluation));
    }

    /// <summary>The rarest group of classes there is: few, else medium, else the last two classes.</summary>
    public static Metric Tail(ClassCounts counts, ImmutableArray<Metric> metrics) =>
        metrics.FirstOrDefault(metric => metric.Title == ClassSelection.Tail(counts, Convention).Name) ?? metrics[^1];

    static string KeyOf(string name) => name switch { "top-1" => "top1", "last two classes" => "lastTwoClasses", _ => name };
}
