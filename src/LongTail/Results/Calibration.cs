using System.Collections.Immutable;

namespace LongTail.Results;

/// <summary>How far a network's probabilities can be trusted on a test set. Every image counts alike.</summary>
/// <param name="NegativeLogLikelihood">Mean of -log p(true class), natural logarithm; infinite when a true class got probability 0.</param>
/// <param name="Brier">Mean over the images of the squared distance between the probabilities and the truth, 0 to 2 (Brier 1950).</param>
/// <param name="ExpectedCalibrationError">Mean distance between confidence and accuracy over 15 bins of equal width, weighted by images; a fraction (Guo et al. 2017).</param>
public sealed record Calibration(double NegativeLogLikelihood, double Brier, double ExpectedCalibrationError)
{
    /// <summary>Bins of the expected calibration error, as in the long-tail literature (Zhong et al. 2021, MiSLAS).</summary>
    public const int Bins = 15;

    /// <summary>Sums up what a network believed.</summary>
    /// <param name="beliefs">One per image.</param>
    /// <param name="isCorrect">Whether the class with the largest probability was the true one, one per image.</param>
    /// <exception cref="ArgumentException">No image, or the lengths disagree.</exception>
    public static Calibration Of(ImmutableArray<Belief> beliefs, IReadOnlyList<bool> isCorrect)
    {
        if (beliefs.Length == 0 || beliefs.Length != isCorrect.Count)
            throw new ArgumentException($"Found {beliefs.Length} beliefs about {isCorrect.Count} images, expected one belief for each of at least one image.", nameof(beliefs));
        double likelihood = 0, brier = 0;
        double[] gaps = new double[Bins];                                        // sum of confidence - accuracy
        for (int i = 0; i < beliefs.Length; i++)
        {
            likelihood -= beliefs[i].LogTruth;
            brier += beliefs[i].Brier;
            gaps[BinOf(beliefs[i].Confidence)] += beliefs[i].Confidence - (isCorrect[i] ? 1 : 0);
        }
        return new(likelihood / beliefs.Length, brier / beliefs.Length, gaps.Sum(Math.Abs) / beliefs.Length);
    }

    // Bins are open below and closed above: (0, 1/15], (1/15, 2/15] ...
    static int BinOf(float confidence) => Math.Clamp((int)Math.Ceiling((double)confidence * Bins) - 1, 0, Bins - 1);
}

/// <summary>What a network believed about one image.</summary>
/// <param name="Confidence">Largest probability.</param>
/// <param name="LogTruth">Logarithm of the true class's probability, 0 or less.</param>
/// <param name="Brier">Squared distance between the probabilities and the truth.</param>
public readonly record struct Belief(float Confidence, float LogTruth, float Brier);
