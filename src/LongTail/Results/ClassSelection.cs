using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Results;

namespace LongTail.Cli.Reports;

/// <summary>Some classes that one accuracy is reported for.</summary>
/// <param name="Name">Such as "few".</param>
/// <param name="Labels">May be empty.</param>
sealed record ClassSelection(string Name, ImmutableArray<int> Labels)
{
    const int TailClasses = 2;

    public static ClassSelection All(ClassCounts counts) => new("top-1", [.. Enumerable.Range(0, counts.Classes)]) { IsAll = true };

    public static ClassSelection Of(ShotGroup group, ClassCounts counts, GroupConvention convention) =>
        new(group.ToString().ToLowerInvariant(), [.. Enumerable.Range(0, counts.Classes).Where(label => convention.GroupOf(counts[label]) == group)]);

    /// <summary>The classes a gain at the tail is told by: the few-shot ones; without such the medium ones; without such the two smallest.</summary>
    public static ClassSelection Tail(ClassCounts counts, GroupConvention convention)
    {
        ClassSelection few = Of(ShotGroup.Few, counts, convention), medium = Of(ShotGroup.Medium, counts, convention);
        if (few.Labels.Length > 0) return few;
        if (medium.Labels.Length > 0) return medium;
        int[] smallestFirst = [.. Enumerable.Range(0, counts.Classes).OrderBy(label => counts[label]).ThenByDescending(label => label)];
        return new("last two classes", [.. smallestFirst.Take(TailClasses)]);
    }

    /// <summary>All test images count alike, instead of all classes.</summary>
    public bool IsAll { get; private init; }

    /// <summary>Whether anything can be measured: some class has a test image.</summary>
    public bool HasTestImages(EvaluationResult evaluation) => TestImages(evaluation) > 0;

    public long TestImages(EvaluationResult evaluation) => Labels.Sum(label => (long)evaluation.Images[label]);

    /// <summary>Mean of the per-class accuracies, as a fraction; over all classes, of all images.</summary>
    public double Accuracy(EvaluationResult evaluation) =>
        IsAll ? evaluation.Top1 : Labels.Where(label => evaluation.Images[label] > 0).Average(evaluation.ClassAccuracy);
}
