using System.Globalization;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Class sizes that fall as the quantiles of a Pareto distribution do: the shape of ImageNet-LT and Places-LT.</summary>
/// <remarks>
/// <para>
/// Liu et al. 2019 drew one Pareto number per class (numpy's, which starts at 0) and published the lists that came out, not the draw. This is its
/// expectation, without chance: x_i = ((i + 1) / (C + 1))^(-1 / power) - 1, the quantiles of that distribution at evenly spaced
/// probabilities, stretched linearly so that class 0 has <see cref="Largest"/> images and the last one <see cref="Smallest"/>, and truncated.
/// </para>
/// <para>
/// Power 6 gives 121,449 images for 1,000 classes of 1,280 to 5 (ImageNet-LT has 115,846); power 1.34 gives 50,824 for 365 classes of
/// 4,980 to 5 (Places-LT has 62,500; its authors corrected the paper's power of 6 to 1.34 in issue 38 of OpenLongTailRecognition-OLTR).
/// For the published sets themselves use the published lists.
/// </para>
/// </remarks>
public sealed record ParetoProfile : LongTailProfile
{
    /// <summary>Takes the power and the ends.</summary>
    /// <param name="power">Shape of the distribution, positive; small is steep.</param>
    /// <param name="largest">Images of class 0.</param>
    /// <param name="smallest">Images of the last class.</param>
    /// <exception cref="RecipeException">The power is not positive, or the ends are not 1 &lt;= smallest &lt;= largest.</exception>
    public ParetoProfile(double power, int largest, int smallest)
    {
        if (!(power > 0 && double.IsFinite(power)))
            throw new RecipeException(string.Create(CultureInfo.InvariantCulture, $"Found Pareto power {power}, expected a number above 0; ImageNet-LT has 6."));
        if (smallest < 1 || largest < smallest)
            throw new RecipeException($"Found a smallest class of {smallest} and a largest of {largest}, expected 1 or more for the smallest and no less for the largest.");
        (Power, Largest, Smallest) = (power, largest, smallest);
    }

    /// <summary>Shape of the distribution.</summary>
    public double Power { get; init; }

    /// <summary>Images of class 0.</summary>
    public int Largest { get; init; }

    /// <summary>Images of the last class.</summary>
    public int Smallest { get; init; }

    /// <inheritdoc/>
    public override int[] Keep(ReadOnlySpan<int> available)
    {
        int classes = available.Length;
        double first = Quantile(0, classes), last = Quantile(classes - 1, classes);
        int[] keep = new int[classes];
        for (int label = 0; label < classes; label++)
        {
            double height = label == 0 ? 1 : (Quantile(label, classes) - last) / (first - last);   // one class has no spread
            keep[label] = (int)(Smallest + (Largest - Smallest) * height);
            if (keep[label] > available[label])
                throw new DataException($"Found {available[label]} images of class {label}, expected {keep[label]} or more for this profile. Set smaller ends.");
        }
        return keep;
    }

    double Quantile(int label, int classes) => Math.Pow((label + 1.0) / (classes + 1), -1 / Power) - 1;
}
