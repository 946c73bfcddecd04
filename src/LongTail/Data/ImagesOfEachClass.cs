using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Positions of the images by class.</summary>
static class ImagesOfEachClass
{
    /// <summary>For each label its images in ascending order.</summary>
    public static int[][] In(ImmutableArray<int> labels, int classes)
    {
        ClassCounts counts = ClassCounts.Of(labels.AsSpan(), classes);
        int[][] images = [.. counts.ToImmutableArray().Select(count => new int[count])];
        int[] filled = new int[classes];
        for (int image = 0; image < labels.Length; image++)
            images[labels[image]][filled[labels[image]]++] = image;
        return images;
    }
}
