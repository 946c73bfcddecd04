using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Class sizes fall geometrically with the label: n_i = floor(n_max f^(i / (C - 1))), f = 1 / ratio. The profile of CIFAR-10-LT and CIFAR-100-LT.</summary>
/// <remarks>
/// Cui et al. 2019; computed in doubles and truncated exactly as imbalance_cifar.py of Cao et al. 2019 does.
/// n_max is the largest whole number for which no class is asked for more than it has: all of a class where classes are equally large, as in CIFAR.
/// </remarks>
public sealed record ExponentialProfile : LongTailProfile
{
    /// <summary>Takes the ratio of largest to smallest class.</summary>
    /// <exception cref="RecipeException">Below 1, or not a number.</exception>
    public ExponentialProfile(double ratio) => Ratio = ratio;

    /// <summary>Largest over smallest class, 1 or more: rho of the papers.</summary>
    public double Ratio { get; init => field = ImbalanceRatio.Checked(value); }

    /// <summary>Images of the largest class; null for as many as possible.</summary>
    [OmittedFromKeyWhenDefault] public int? Largest { get; init => field = ImbalanceRatio.CheckedLargest(value); }

    /// <inheritdoc/>
    public override int[] Keep(ReadOnlySpan<int> available)
    {
        double factor = 1 / Ratio, steps = available.Length - 1.0;
        return ImbalanceRatio.Keep(available, Largest,
            (most, label) => label == 0 ? most : (int)(most * Math.Pow(factor, label / steps)));   // one class has no steps
    }
}
