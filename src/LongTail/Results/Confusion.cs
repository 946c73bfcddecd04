using System.Collections.Immutable;

namespace LongTail.Results;

/// <summary>How often each class was taken for each other. Kept by pairs that came up: of thousands of classes most never do.</summary>
public sealed record Confusion
{
    /// <summary>Takes the counts.</summary>
    /// <param name="classes">Number of classes, C.</param>
    /// <param name="cells">Each pair of classes at most once, in any order; what is not there counts as 0.</param>
    /// <exception cref="ArgumentException">A class is outside 0 .. C - 1, or a pair is there twice.</exception>
    public Confusion(int classes, IEnumerable<ConfusionCell> cells)
    {
        Classes = classes;
        Cells = [.. cells.Where(cell => cell.Images != 0).OrderBy(cell => cell.Actual).ThenBy(cell => cell.Predicted)];
        for (int i = 0; i < Cells.Length; i++)
            if ((uint)Cells[i].Actual >= (uint)classes || (uint)Cells[i].Predicted >= (uint)classes || i > 0 && Place(Cells[i]) == Place(Cells[i - 1]))
                throw new ArgumentException($"Found the pair {Cells[i].Actual}, {Cells[i].Predicted} twice, or beyond {classes} classes, expected each pair of labels once.", nameof(cells));
    }

    /// <summary>Number of classes, C.</summary>
    public int Classes { get; }

    /// <summary>The pairs that came up, by true class and then by predicted one.</summary>
    public ImmutableArray<ConfusionCell> Cells { get; }

    /// <summary>Test images of one class that were taken for another.</summary>
    public int this[int actual, int predicted]
    {
        get
        {
            long wanted = Place(new(actual, predicted, 0));
            int low = 0, high = Cells.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (Place(Cells[middle]) < wanted) low = middle + 1; else high = middle;
            }
            return low < Cells.Length && Place(Cells[low]) == wanted ? Cells[low].Images : 0;
        }
    }

    long Place(ConfusionCell cell) => (long)cell.Actual * Classes + cell.Predicted;
}

/// <summary>How often one class was taken for another.</summary>
/// <param name="Actual">Label of the true class.</param>
/// <param name="Predicted">Label of the class it was taken for.</param>
/// <param name="Images">Test images.</param>
public readonly record struct ConfusionCell(int Actual, int Predicted, int Images);
