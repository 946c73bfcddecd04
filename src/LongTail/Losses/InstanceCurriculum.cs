using System.Collections.Immutable;
using static TorchSharp.torch;

namespace LongTail.Losses;

/// <summary>Weights of single images: those that an expert finds hard begin small and grow until all count alike (Xiang, Ding, Han 2020).</summary>
public static class InstanceCurriculum
{
    /// <summary>The weight of each image at the start: an expert's confidence, spread within each class over [floor, 1].</summary>
    /// <param name="confidence">The belief of the image's expert in its label, [N], each in [0, 1].</param>
    /// <param name="labels">[N], each in 0 .. C - 1.</param>
    /// <param name="floors">Weight of a class's hardest image, [C], each in [0, 1]; 1 gives all images of the class the weight 1.</param>
    /// <returns>[N]. A class whose images are equally hard, such as one with a single image, has none that should wait: all weigh 1.</returns>
    public static double[] FirstWeights(ReadOnlySpan<double> confidence, ImmutableArray<int> labels, ReadOnlySpan<double> floors)
    {
        double[] lowest = new double[floors.Length], highest = new double[floors.Length];
        Array.Fill(lowest, double.PositiveInfinity);
        Array.Fill(highest, double.NegativeInfinity);
        for (int image = 0; image < labels.Length; image++)
        {
            ref double low = ref lowest[labels[image]], high = ref highest[labels[image]];
            (low, high) = (Math.Min(low, confidence[image]), Math.Max(high, confidence[image]));
        }
        double[] weights = new double[labels.Length];
        for (int image = 0; image < labels.Length; image++)
        {
            (double low, double high, double floor) = (lowest[labels[image]], highest[labels[image]], floors[labels[image]]);
            weights[image] = high > low ? floor + (1 - floor) * (confidence[image] - low) / (high - low) : 1;
        }
        return weights;
    }

    /// <summary>The weights later on: (1 - first) pace + first.</summary>
    /// <param name="first">At the start, of some images, [B].</param>
    /// <param name="pace">How far the curriculum has come: 0 at the start, 1 where all images weigh 1; beyond it the hardest weigh most.</param>
    /// <returns>[B]. What began with 1 stays exactly 1, and a pace of 1 gives exactly 1.</returns>
    public static Tensor WeightsAt(Tensor first, double pace) => 1 - (1 - first) * (1 - pace);
}
