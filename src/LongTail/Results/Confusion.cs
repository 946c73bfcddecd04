using System.Collections.Immutable;

namespace LongTail.Results;

/// <summary>How often each class was taken for each other.</summary>
/// <param name="Classes">Number of classes, C.</param>
/// <param name="Counts">[C x C], row by row: rows are true classes, columns predicted ones.</param>
public sealed record Confusion(int Classes, ImmutableArray<int> Counts)
{
    /// <summary>Test images of one class that were taken for another.</summary>
    public int this[int actual, int predicted] => Counts[actual * Classes + predicted];
}
