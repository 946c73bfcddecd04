using System.Globalization;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Two sizes only: the first classes keep n_max images, the last ones floor(n_max / ratio).</summary>
/// <remarks>Buda et al. 2018; "step" of Cao et al. 2019 with half of the classes in the tail. n_max as in <see cref="ExponentialProfile"/>.</remarks>
public sealed record StepProfile : LongTailProfile
{
    // 0.07 x 100 classes is 7.000000000000001 in doubles and still means 7.
    const double Rounding = 1e-9;

    /// <summary>Takes the ratio of head to tail class.</summary>
    /// <exception cref="RecipeException">Below 1, or not a number.</exception>
    public StepProfile(double ratio) => Ratio = ratio;

    /// <summary>Head over tail class, 1 or more.</summary>
    public double Ratio { get; init => field = ImbalanceRatio.Checked(value); }

    /// <summary>Part of the classes that are in the tail, above 0 and below 1; where it is not a whole number of classes, one more.</summary>
    /// <exception cref="RecipeException">Out of range.</exception>
    public double TailFraction
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new RecipeException(string.Create(CultureInfo.InvariantCulture, $"Found a tail of {value} of the classes, expected a fraction above 0 and below 1; 0.5 is the published one."));
    } = 0.5;

    /// <summary>Images of a head class; null for as many as possible.</summary>
    [OmittedFromKeyWhenDefault] public int? Largest { get; init => field = ImbalanceRatio.CheckedLargest(value); }

    /// <inheritdoc/>
    public override int[] Keep(ReadOnlySpan<int> available)
    {
        double factor = 1 / Ratio;
        int tail = (int)Math.Ceiling(available.Length * TailFraction - Rounding), head = available.Length - tail;
        return ImbalanceRatio.Keep(available, Largest, (most, label) => label < head ? most : (int)(most * factor));
    }
}
