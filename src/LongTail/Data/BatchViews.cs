using System.Collections.Immutable;

namespace LongTail.Data;

/// <summary>Which image each row of a batch shows and in which of its views, known without asking the device. Equal pairs are equal pixels.</summary>
/// <param name="Images">Positions in the training set, one per row.</param>
/// <param name="Views">Numbers of the views, one per row, each in 0 .. <paramref name="PerImage"/> - 1.</param>
/// <param name="PerImage">Different views an image has: 162 with a padding of 4 and mirroring.</param>
public sealed record BatchViews(ImmutableArray<int> Images, ImmutableArray<int> Views, int PerImage)
{
    /// <summary>Some rows that follow each other.</summary>
    public BatchViews Part(int start, int length) => new(Images.Slice(start, length), Views.Slice(start, length), PerImage);
}
