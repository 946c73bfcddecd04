using System.Collections.Immutable;

namespace LongTail.Results;

/// <summary>What becomes of images of known and of unknown classes when a network rejects those it is unsure of (Liu et al. 2019, OLTR).</summary>
/// <param name="Known">Test images of the classes the network knows.</param>
/// <param name="KnownRejected">Of those, rejected.</param>
/// <param name="KnownRight">Of those, accepted and with the right class on top.</param>
/// <param name="Unknown">Images of other classes.</param>
/// <param name="UnknownRejected">Of those, rejected, as they should be.</param>
public sealed record OpenSetResult(int Known, int KnownRejected, int KnownRight, int Unknown, int UnknownRejected)
{
    /// <summary>Known images that are accepted and right, of all known images: a fraction. The published code calls it precision; wrongly rejected images count against it, unknown ones do not.</summary>
    public double Precision => (double)KnownRight / Known;

    /// <summary>Known images that are accepted and right, of these and the unknown ones that are accepted: a fraction; 0 when there are none of either.</summary>
    public double Recall => Share(KnownRight, KnownRight + Unknown - UnknownRejected);

    /// <summary>Harmonic mean of <see cref="Precision"/> and <see cref="Recall"/>, the number OLTR's tables print since the correction of January 2020: a fraction, 0 when no image is right.</summary>
    public double FMeasure => Share(2 * Precision * Recall, Precision + Recall);

    /// <summary>Counts what is rejected: images whose largest probability is below a threshold.</summary>
    /// <param name="known">Answers about test images of the known classes, with beliefs.</param>
    /// <param name="unknown">Largest probability for each image of other classes.</param>
    /// <param name="threshold">In [0, 1]; 0.1 in the published code. At 1 / C or less nothing is rejected: the largest of C probabilities is at least that.</param>
    /// <exception cref="ArgumentException">No image of either kind, or the predictions have no beliefs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is outside of its range.</exception>
    public static OpenSetResult Of(Predictions known, ImmutableArray<float> unknown, double threshold)
    {
        if (!(threshold is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "Found a threshold outside [0, 1], expected a probability such as 0.1.");
        if (known.Labels.Length == 0 || unknown.Length == 0)
            throw new ArgumentException($"Found {known.Labels.Length} images of known classes and {unknown.Length} of others, expected at least one of each.", nameof(unknown));
        if (known.Beliefs.Length != known.Labels.Length)
            throw new ArgumentException($"Found {known.Beliefs.Length} beliefs about {known.Labels.Length} images, expected one for each.", nameof(known));
        bool[] rejected = [.. known.Beliefs.Select(belief => IsRejected(belief.Confidence))];
        int right = Enumerable.Range(0, rejected.Length).Count(image => !rejected[image] && known.Predicted[image] == known.Labels[image]);
        return new(rejected.Length, rejected.Count(isRejected => isRejected), right, unknown.Length, unknown.Count(IsRejected));

        bool IsRejected(float confidence) => !(confidence >= (float)threshold);   // what is no number is no belief
    }

    static double Share(double part, double whole) => whole == 0 ? 0 : part / whole;
}
