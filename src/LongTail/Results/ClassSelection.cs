using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Results;

/// <summary>Some classes that one accuracy is reported for.</summary>
/// <param name="Name">Such as "few".</param>
/// <param name="Labels">May be empty.</param>
public sealed record ClassSelection(string Name, ImmutableArray<int> Labels)
{
    const int LastClasses = 2;

    /// <summary>Every class; its accuracy is the top-1 accuracy.</summary>
    public static ClassSelection All(ClassCounts counts) => new("top-1", [.. Enumerable.Range(0, counts.Classes)]) { IsAll = true };

    /// <summary>Every class, each counting alike however many test images it has.</summary>
    public static ClassSelection Balanced(ClassCounts counts) => new("balanced", [.. Enumerable.Range(0, counts.Classes)]);

    /// <summary>The classes of one group; none where the data has no such class.</summary>
    public static ClassSelection Of(ShotGroup group, ClassCounts counts, GroupConvention convention) =>
        new(group.Word(), convention.LabelsOf(group, counts));

    /// <summary>The two classes with the fewest training images; of equal ones those with the higher labels.</summary>
    public static ClassSelection LastTwo(ClassCounts counts) =>
        new("last two classes", [.. Enumerable.Range(0, counts.Classes).OrderBy(label => counts[label]).ThenByDescending(label => label).Take(LastClasses)]);

    /// <summary>The classes a gain at the tail is told by: the few-shot ones; without such the medium ones; without such the two smallest.</summary>
    public static ClassSelection Tail(ClassCounts counts, GroupConvention convention)
    {
        ClassSelection few = Of(ShotGroup.Few, counts, convention), medium = Of(ShotGroup.Medium, counts, convention);
        return few.Labels.Length > 0 ? few : medium.Labels.Length > 0 ? medium : LastTwo(counts);
    }

    /// <summary>All test images count alike, instead of all classes.</summary>
    public bool IsAll { get; private init; }

    /// <summary>Whether anything can be measured: some class has a test image.</summary>
    public bool HasTestImages(EvaluationResult evaluation) => TestImages(evaluation) > 0;

    /// <summary>Test images of these classes together.</summary>
    public long TestImages(EvaluationResult evaluation) => Labels.Sum(label => (long)evaluation.Images[label]);

    /// <summary>Mean of the per-class accuracies, as a fraction; over all classes, of all images.</summary>
    /// <exception cref="InvalidOperationException">None of the classes has a test image: ask <see cref="HasTestImages"/> first.</exception>
    public double Accuracy(EvaluationResult evaluation) =>
        IsAll ? evaluation.Top1 : evaluation.MeanOver(Labels) ?? throw Nothing();

    /// <summary>95 % interval of <see cref="Accuracy"/>: what other test images of the same classes, as many of each, might have given.</summary>
    /// <exception cref="InvalidOperationException">None of the classes has a test image: ask <see cref="HasTestImages"/> first.</exception>
    public WilsonInterval Interval(EvaluationResult evaluation)
    {
        int[] known = [.. Labels.Where(label => evaluation.Images[label] > 0)];
        return known.Length == 0 ? throw Nothing()
            : IsAll ? WilsonInterval.Of(evaluation.Top1, TestImages(evaluation))
            : WilsonInterval.OfMean([.. known.Select(evaluation.ClassAccuracy)], [.. known.Select(label => (long)evaluation.Images[label])]);
    }

    InvalidOperationException Nothing() => new($"Found no test image of {Name}, expected one.");
}
