using System.Collections.Immutable;

namespace LongTail.Foundation;

/// <summary>How many training images each class has: the one fact every long-tailed method starts from.</summary>
/// <remarks>Classes are numbered 0 .. <see cref="Classes"/> - 1, as in the labels. A count may be zero here; data that is opened for training may not have one.</remarks>
public sealed class ClassCounts
{
    readonly ImmutableArray<int> _counts;

    /// <summary>Takes the counts in label order.</summary>
    /// <exception cref="ArgumentException">No class, or a negative count.</exception>
    public ClassCounts(params ReadOnlySpan<int> counts)
    {
        if (counts.IsEmpty) throw new ArgumentException("Found no class, expected at least one.", nameof(counts));
        foreach (int count in counts)
            if (count < 0) throw new ArgumentException($"Found a class with {count} images, expected zero or more.", nameof(counts));
        _counts = [.. counts];
    }

    /// <summary>Number of classes, C.</summary>
    public int Classes => _counts.Length;

    /// <summary>Images of the class with this label.</summary>
    public int this[int label] => _counts[label];

    /// <summary>Images of all classes together, N.</summary>
    public int Total => _counts.Sum();

    /// <summary>Images of the largest class.</summary>
    public int Largest => _counts.Max();

    /// <summary>Images of the smallest class.</summary>
    public int Smallest => _counts.Min();

    /// <summary>Largest over smallest class, the imbalance ratio rho of the papers; infinite when a class is empty.</summary>
    public double ImbalanceRatio => (double)Largest / Smallest;

    /// <summary>The counts in label order.</summary>
    public ImmutableArray<int> ToImmutableArray() => _counts;

    /// <summary>Counts labels.</summary>
    /// <param name="labels">One label per image, each in 0 .. classes - 1.</param>
    /// <param name="classes">Number of classes, also those without an image.</param>
    public static ClassCounts Of(ReadOnlySpan<int> labels, int classes)
    {
        int[] counts = new int[classes];
        foreach (int label in labels) counts[label]++;
        return new(counts);
    }
}
