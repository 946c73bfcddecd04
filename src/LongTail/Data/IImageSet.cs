using System.Collections.Immutable;

namespace LongTail.Data;

/// <summary>Labelled images of one size. The pixels may live in memory or on disk.</summary>
public interface IImageSet
{
    /// <summary>Number of images, N.</summary>
    int Count { get; }

    /// <summary>Size of every image.</summary>
    ImageShape Shape { get; }

    /// <summary>Class names by label; their number is C.</summary>
    ImmutableArray<string> ClassNames { get; }

    /// <summary>One label per image, [N], each in 0 .. C - 1.</summary>
    ImmutableArray<int> Labels { get; }
}
