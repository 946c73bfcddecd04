using LongTail.Foundation;
using LongTail.Losses;

namespace LongTail.Methods;

/// <summary>How strong logit adjustment may be on given classes.</summary>
static class AdjustmentLimit
{
    /// <exception cref="RecipeException">Tau is beyond <see cref="LogitAdjustment.LargestTau"/>.</exception>
    public static void Check(double tau, ClassCounts counts)
    {
        if (tau > LogitAdjustment.LargestTau(counts))
            throw new RecipeException(FormattableString.Invariant($"Found tau {tau} for classes of {counts.Smallest} to {counts.Largest} of {counts.Total} training images, whose shares to this power vanish beside the 1e-12 that the shift adds, so that classes are adjusted alike; expected at most {Math.Floor(100 * LogitAdjustment.LargestTau(counts)) / 100}, such as 1."));
    }
}
