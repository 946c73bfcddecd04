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
        (Power, Largest, Smallest) = (power, largest, smallest);
        CheckEnds();
    }

    /// <summary>Shape of the distribution.</summary>
    /// <exception cref="RecipeException">Not a number above 0.</exception>
    public double Power
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw new RecipeException(FormattableString.Invariant($"Found Pareto power {value}, expected a number above 0; ImageNet-LT has 6."));
    }

    /// <summary>Images of class 0.</summary>
    /// <exception cref="RecipeException">Below 1.</exception>
    public int Largest { get; init => field = Checked(value, "largest"); }

    /// <summary>Images of the last class.</summary>
    /// <exception cref="RecipeException">Below 1.</exception>
    public int Smallest { get; init => field = Checked(value, "smallest"); }

    /// <inheritdoc/>
    /// <exception cref="RecipeException">The smallest class is larger than the largest, or the power is too small or too large for numbers of this many classes.</exception>
    public override int[] Keep(ReadOnlySpan<int> available)
    {
        CheckEnds();
        int classes = available.Length;
        double first = Quantile(0, classes), last = Quantile(classes - 1, classes);
        if (classes > 1 && !(double.IsFinite(first) && first > last))
            throw new RecipeException(FormattableString.Invariant($"Found Pareto power {Power} for {classes} classes, whose sizes are beyond what can be computed, expected one that is less extreme; ImageNet-LT has 6."));
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

    static int Checked(int images, string which) => images >= 1 ? images
        : throw new RecipeException($"Found {images} images for the {which} class, expected 1 or more.");

    // Both ends may be changed at once, in either order, and so are compared when both are set.
    void CheckEnds()
    {
        if (Largest < Smallest)
            throw new RecipeException($"Found a smallest class of {Smallest} and a largest of {Largest}, expected no less for the largest.");
    }

    double Quantile(int label, int classes) => Math.Pow((label + 1.0) / (classes + 1), -1 / Power) - 1;
}
