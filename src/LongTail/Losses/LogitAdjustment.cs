using LongTail.Foundation;

namespace LongTail.Losses;

/// <summary>Logit adjustment: the prior of the training classes, added while training or taken off afterwards (Menon et al. 2021).</summary>
public static class LogitAdjustment
{
    const double Floor = 1e-12;

    /// <summary>What is added to each class's logit in training: log(prior^tau + 1e-12), as the released code computes it.</summary>
    /// <param name="counts">Training images per class.</param>
    /// <param name="tau">0 or more: 0 adjusts nothing, 1 is consistent with the balanced error. The cross-entropy of the adjusted logits is at tau 1 that of balanced softmax (Ren et al. 2020).</param>
    /// <returns>[C], computed in double precision. After training, subtracting it from the logits of a plainly trained network is the post-hoc form.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Tau is negative or no number.</exception>
    /// <exception cref="ArgumentException">No class has an image.</exception>
    public static double[] Shift(ClassCounts counts, double tau)
    {
        if (!(tau >= 0 && double.IsFinite(tau))) throw new ArgumentOutOfRangeException(nameof(tau), tau, "Found a tau that is negative or no number, expected 0 or more, such as 1.");
        if (counts.Total == 0) throw new ArgumentException("Found no image in any class, expected at least one.", nameof(counts));
        return [.. counts.ToImmutableArray().Select(images => Math.Log(Math.Pow((double)images / counts.Total, tau) + Floor))];
    }

    /// <summary>The tau up to which each class's shift is more its prior's than that of the 1e-12 beside it: beyond, the shifts of rare classes become alike, and in the end all are.</summary>
    /// <param name="counts">Training images per class; empty ones do not count.</param>
    /// <returns>Infinity for a single class.</returns>
    public static double LargestTau(ClassCounts counts) =>
        counts.ToImmutableArray().Where(images => images > 0).Min() is var least && least < counts.Total ? Math.Log(Floor) / Math.Log((double)least / counts.Total) : double.PositiveInfinity;
}
