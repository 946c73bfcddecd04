using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Draws with replacement: first a class by weight, then one of its images, all equally likely.</summary>
static class WeightedClassDraw
{
    /// <summary>N positions in the training set.</summary>
    /// <param name="labels">One label per image, [N].</param>
    /// <param name="classes">Number of classes, each with at least one image.</param>
    /// <param name="random">Positions 2 n and 2 n + 1 give the n-th draw.</param>
    /// <param name="weight">Of a class, from its counts; any scale.</param>
    public static int[] Order(ImmutableArray<int> labels, int classes, CounterRandom random, Func<int, double> weight)
    {
        int[][] images = ImagesOfEachClass.In(labels, classes);
        double[] upTo = new double[classes];
        double sum = 0;
        for (int label = 0; label < classes; label++) upTo[label] = sum += weight(images[label].Length);

        int[] order = new int[labels.Length];
        for (int draw = 0; draw < order.Length; draw++)
        {
            ulong position = 2 * (ulong)draw;
            int[] own = images[ClassAt(upTo, sum * random.Uniform(position))];
            order[draw] = own[random.Below(position + 1, own.Length)];
        }
        return order;
    }

    // The first class whose running sum is above the height.
    static int ClassAt(double[] upTo, double height)
    {
        int found = Array.BinarySearch(upTo, height);
        return Math.Min(found < 0 ? ~found : found + 1, upTo.Length - 1);
    }
}
