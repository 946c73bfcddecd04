using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LongTail.Foundation;

namespace LongTail.Results;

/// <summary>What a network got right on a test set, as raw counts per class; every accuracy is a view of these.</summary>
/// <param name="Images">Test images per class, [C].</param>
/// <param name="Correct">Of those, with the right class on top.</param>
/// <param name="CorrectInTop5">Of those, with the right class among the first five (or all, if there are fewer classes).</param>
public sealed record EvaluationResult(ImmutableArray<int> Images, ImmutableArray<int> Correct, ImmutableArray<int> CorrectInTop5)
{
    /// <summary>Of the first half of each class's test images (those at even places, counted from 0), with the right class on top, [C]; null in files from before it was recorded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<int>? CorrectInFirstHalf { get; init; }

    /// <summary>How far the probabilities can be trusted; null where only the predicted classes are known, and in files from before it was recorded.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Calibration? Calibration { get; init; }

    /// <summary>Number of classes, C.</summary>
    public int Classes => Images.Length;

    /// <summary>Fraction of all test images with the right class on top.</summary>
    public double Top1 => Ratio(Correct.Sum(), Images.Sum());

    /// <summary>Fraction of all test images with the right class among the first five.</summary>
    public double Top5 => Ratio(CorrectInTop5.Sum(), Images.Sum());

    /// <summary>Fraction of one class's test images that were right; NaN when it has none.</summary>
    public double ClassAccuracy(int label) => Ratio(Correct[label], Images[label]);

    /// <summary>Lowest accuracy of any class that has test images.</summary>
    public double WorstClass => Enumerable.Range(0, Classes).Where(label => Images[label] > 0).Select(ClassAccuracy).DefaultIfEmpty(double.NaN).Min();

    /// <summary>The two halves of each class's test images as results of their own, for choosing on one half and measuring on the other; null when the halves are not known.</summary>
    public (EvaluationResult First, EvaluationResult Second)? Halves()
    {
        if (CorrectInFirstHalf is not { } correct) return null;
        ImmutableArray<int> images = [.. Images.Select(count => (count + 1) / 2)];
        return (Part(images, correct), Part(Rest(Images, images), Rest(Correct, correct)));

        static EvaluationResult Part(ImmutableArray<int> images, ImmutableArray<int> correct) => new(images, correct, correct);
        static ImmutableArray<int> Rest(ImmutableArray<int> whole, ImmutableArray<int> part) => [.. whole.Zip(part, (all, some) => all - some)];
    }

    /// <summary>Mean of the per-class accuracies over the classes that have test images.</summary>
    public double BalancedAccuracy => MeanOver(Enumerable.Range(0, Classes)) ?? double.NaN;

    /// <summary>Whether all classes with test images have equally many, so that top-1 and balanced accuracy are the same.</summary>
    public bool IsBalanced => Images.Where(count => count > 0).Distinct().Count() < 2;

    /// <summary>What an epoch is chosen by: top-1 accuracy, and where it would tell of the large classes most, balanced accuracy.</summary>
    public double SelectionScore => IsBalanced ? Top1 : BalancedAccuracy;

    /// <summary>Accuracy per group; groups are drawn from the training counts.</summary>
    /// <param name="training">Training images per class.</param>
    /// <param name="convention">Where the lines are.</param>
    /// <exception cref="ArgumentException">The counts have another number of classes.</exception>
    public GroupAccuracy Groups(ClassCounts training, GroupConvention convention)
    {
        if (training.Classes != Classes)
            throw new ArgumentException($"Found counts of {training.Classes} classes, expected {Classes}.", nameof(training));
        return new(Top1, Mean(ShotGroup.Many), Mean(ShotGroup.Medium), Mean(ShotGroup.Few));

        double? Mean(ShotGroup group) => MeanOver(ClassSelection.Of(group, training, convention).Labels);
    }

    /// <summary>Unweighted mean of the accuracies of some classes; null when none of them has a test image.</summary>
    public double? MeanOver(IEnumerable<int> labels)
    {
        double[] accuracies = [.. labels.Where(label => Images[label] > 0).Select(ClassAccuracy)];
        return accuracies.Length == 0 ? null : accuracies.Average();
    }

    static double Ratio(int part, int whole) => (double)part / whole;
}
