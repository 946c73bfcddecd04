using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Results;

/// <summary>How often each class comes up where a network is used, which need not be as often as it was trained on: test-agnostic evaluation.</summary>
/// <remarks>As Hong et al. 2021 (LADE) and Zhang et al. 2022 (SADE) ask: long-tailed like the training set, uniform, or long-tailed the other way round.</remarks>
public sealed record TestPrior
{
    readonly ImmutableArray<double> _shares = [];

    TestPrior(TestPriorShape shape, double ratio) => (Shape, Ratio) = (shape, ratio);

    /// <summary>Every class as often as every other.</summary>
    public static TestPrior Uniform { get; } = new(TestPriorShape.Uniform, 1);

    /// <summary>The distributions that are reported together: forward 50, 25, 10, 5, 2, uniform, backward 2, 5, 10, 25, 50.</summary>
    public static ImmutableArray<TestPrior> Usual { get; } =
        [.. Ratios.Reverse().Select(Forward), Uniform, .. Ratios.Select(Backward)];

    static ImmutableArray<double> Ratios => [2, 5, 10, 25, 50];

    /// <summary>Which way it leans.</summary>
    public TestPriorShape Shape { get; }

    /// <summary>How many times as frequent the most frequent class is as the rarest, 1 or more; infinite where one never comes up.</summary>
    public double Ratio { get; }

    /// <summary>Long-tailed as the training set is: exponential over the classes from the largest to the smallest.</summary>
    /// <param name="ratio">Most frequent to rarest, a finite number of 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static TestPrior Forward(double ratio) => new(TestPriorShape.Forward, AtLeastOne(ratio));

    /// <summary>The other way round: the class with the fewest training images is the most frequent one.</summary>
    /// <inheritdoc cref="Forward"/>
    public static TestPrior Backward(double ratio) => new(TestPriorShape.Backward, AtLeastOne(ratio));

    /// <summary>How often each class comes up is known.</summary>
    /// <param name="shares">By label, on any scale: probabilities, or how many images of each class there are.</param>
    /// <exception cref="ArgumentException">One is negative or not finite, or none is above 0.</exception>
    public static TestPrior Given(IReadOnlyList<double> shares)
    {
        double sum = shares.Sum();
        return shares.All(share => share >= 0 && double.IsFinite(share)) && sum > 0 && double.IsFinite(sum) ? new(shares)
            : throw new ArgumentException($"Found the shares [{string.Join(", ", shares.Select(share => FormattableString.Invariant($"{share}")))}], expected finite numbers of 0 or more, not all of them 0.", nameof(shares));
    }

    TestPrior(IReadOnlyList<double> shares) : this(TestPriorShape.Given, shares.Max() / shares.Min()) => _shares = Normalized(shares);

    /// <summary>Probability of each class, [C], of sum 1. Of classes with equally many training images the one of the lower label counts as the larger.</summary>
    /// <param name="training">Training images per class.</param>
    /// <exception cref="ArgumentException">The shares that were given are of another number of classes.</exception>
    public ImmutableArray<double> Of(ClassCounts training)
    {
        if (Shape == TestPriorShape.Given)
            return _shares.Length == training.Classes ? _shares : throw new ArgumentException($"Found shares of {_shares.Length} classes, expected {training.Classes}.", nameof(training));
        int classes = training.Classes;
        int[] bySize = [.. Enumerable.Range(0, classes).OrderByDescending(label => training[label])];   // stable
        double[] weights = new double[classes];
        for (int rank = 0; rank < classes; rank++) weights[bySize[rank]] = WeightAt(rank, classes);
        double sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    /// <summary>The top-1 accuracy to expect where the classes come up this often: the accuracies of the classes, weighted. Exact, nothing is drawn.</summary>
    /// <param name="evaluation">On any test set; how many images of a class it has decides only how precisely the class is known.</param>
    /// <param name="training">Training images per class.</param>
    /// <returns>A fraction. Classes without test images are left out, and the weights of the others scaled to sum 1; NaN when there are no others.</returns>
    /// <exception cref="ArgumentException">The counts have another number of classes.</exception>
    public double Accuracy(EvaluationResult evaluation, ClassCounts training)
    {
        if (training.Classes != evaluation.Classes)
            throw new ArgumentException($"Found counts of {training.Classes} classes, expected {evaluation.Classes}.", nameof(training));
        ImmutableArray<double> prior = Of(training);
        return Measured(evaluation).Sum(label => prior[label] * evaluation.ClassAccuracy(label)) / MeasuredShare(evaluation, training);
    }

    /// <summary>How much of this distribution <see cref="Accuracy"/> speaks of: the share of the classes with test images, 1 where all have some.</summary>
    /// <param name="evaluation">On any test set.</param>
    /// <param name="training">Training images per class.</param>
    /// <exception cref="ArgumentException">The counts have another number of classes.</exception>
    public double MeasuredShare(EvaluationResult evaluation, ClassCounts training)
    {
        ImmutableArray<double> prior = Of(training);
        return Measured(evaluation).Sum(label => prior[label]);
    }

    static IEnumerable<int> Measured(EvaluationResult evaluation) => Enumerable.Range(0, evaluation.Classes).Where(label => evaluation.Images[label] > 0);

    static ImmutableArray<double> Normalized(IReadOnlyList<double> shares)
    {
        double sum = shares.Sum();
        return [.. shares.Select(share => share / sum)];
    }

    /// <summary>"uniform", "forward:50", "backward:2" or "given".</summary>
    public override string ToString() => Shape is TestPriorShape.Uniform or TestPriorShape.Given ? Shape.ToString().ToLowerInvariant()
        : FormattableString.Invariant($"{(Shape == TestPriorShape.Forward ? "forward" : "backward")}:{Ratio}");

    double WeightAt(int rank, int classes)
    {
        double position = classes == 1 ? 0 : (double)rank / (classes - 1);        // 0 for the largest class, 1 for the smallest
        return Math.Pow(Ratio, Shape == TestPriorShape.Backward ? position - 1 : -position);
    }

    static double AtLeastOne(double ratio) => ratio >= 1 && double.IsFinite(ratio) ? ratio
        : throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "Found a ratio that is no number of 1 or more, expected one such as 50.");
}

/// <summary>Which way a test distribution leans.</summary>
public enum TestPriorShape
{
    /// <summary>No way.</summary>
    Uniform,

    /// <summary>As the training set does.</summary>
    Forward,

    /// <summary>The other way.</summary>
    Backward,

    /// <summary>As it was given, class by class.</summary>
    Given,
}
