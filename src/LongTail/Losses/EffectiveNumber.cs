using LongTail.Foundation;

namespace LongTail.Losses;

/// <summary>Class weights by the effective number of images (Cui et al. 2019; BKD eq. 2).</summary>
public static class EffectiveNumber
{
    /// <summary>Weights (1 - beta) / (1 - beta^n), scaled so that they sum to the number of classes.</summary>
    /// <param name="counts">Training images per class.</param>
    /// <param name="beta">In [0, 1). 0 weighs all classes alike; towards 1 the weights become proportional to 1 / n.</param>
    /// <returns>[C], computed in double precision. A class without images weighs 0: no image of it can ever be learnt from.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Beta is outside [0, 1).</exception>
    /// <exception cref="ArgumentException">No class has an image.</exception>
    public static double[] Weights(ClassCounts counts, double beta)
    {
        if (!(beta >= 0 && beta < 1)) throw new ArgumentOutOfRangeException(nameof(beta), beta, "Found a beta outside [0, 1), expected 0 for equal weights up to just below 1 for inverse frequency.");
        if (counts.Total == 0) throw new ArgumentException("Found no image in any class, expected at least one.", nameof(counts));
        double[] weights = [.. counts.ToImmutableArray().Select(images => images == 0 ? 0 : (1 - beta) / (1 - Math.Pow(beta, images)))];
        double scale = weights.Length / weights.Sum();
        return [.. weights.Select(weight => weight * scale)];
    }
}
