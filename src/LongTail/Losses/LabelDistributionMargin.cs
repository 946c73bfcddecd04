using LongTail.Foundation;
using static TorchSharp.torch;

namespace LongTail.Losses;

/// <summary>LDAM: rare classes must win by a larger margin (Cao et al. 2019).</summary>
public static class LabelDistributionMargin
{
    /// <summary>Margins n^(-1/4), scaled so that the largest is the one given (their eq. 13).</summary>
    /// <param name="counts">Training images per class. A class without images gets the largest margin: there is nothing to apply it to.</param>
    /// <param name="largest">Above 0; 0.5 in the released code.</param>
    /// <returns>[C], computed in double precision.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The largest margin is not above 0.</exception>
    public static double[] Margins(ClassCounts counts, double largest)
    {
        if (!(largest > 0 && double.IsFinite(largest)))
            throw new ArgumentOutOfRangeException(nameof(largest), largest, "Found a largest margin that is not above 0, expected for example 0.5.");
        double[] margins = [.. counts.ToImmutableArray().Select(images => Math.Pow(Math.Max(images, 1), -0.25))];
        double scale = largest / margins.Max();
        return [.. margins.Select(margin => margin * scale)];
    }

    /// <summary>Logits of which the true class's is lowered by its margin; what comes of their cross-entropy is LDAM's loss.</summary>
    /// <param name="logits">[B, C]: cosines times a scale s.</param>
    /// <param name="labels">[B], 64-bit.</param>
    /// <param name="margins">[C], times the same scale: s (cos - m) = s cos - s m.</param>
    /// <returns>[B, C].</returns>
    public static Tensor Lowered(Tensor logits, Tensor labels, Tensor margins)
    {
        Tensor truth = nn.functional.one_hot(labels, logits.size(1)).to(logits.dtype);   // [B, C]
        return logits - truth * margins;
    }
}
