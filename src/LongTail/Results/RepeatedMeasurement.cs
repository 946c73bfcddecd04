namespace LongTail.Results;

/// <summary>One number measured in several runs: what to report of it.</summary>
/// <param name="Runs">How often it was measured, n.</param>
/// <param name="Mean">Over the runs.</param>
/// <param name="Deviation">Standard deviation of the runs, with n - 1 in the denominator; null for one run.</param>
/// <param name="HalfWidth">Half the width of the 95 % interval around the mean, Student's where runs are independent; null for one run.</param>
public readonly record struct RepeatedMeasurement(int Runs, double Mean, double? Deviation, double? HalfWidth)
{
    /// <summary>Lower end of the 95 % interval; null for one run.</summary>
    public double? Low => Mean - HalfWidth;

    /// <summary>Upper end of the 95 % interval; null for one run.</summary>
    public double? High => Mean + HalfWidth;

    /// <summary>Whether zero lies outside of the 95 % interval: of a difference, whether it is beyond what runs may differ by chance; null for one run.</summary>
    public bool? ExcludesZero => HalfWidth is { } half ? Math.Abs(Mean) > half : null;

    /// <summary>Sums up the runs.</summary>
    /// <param name="values">One per run.</param>
    /// <exception cref="ArgumentException">No value.</exception>
    public static RepeatedMeasurement Of(params ReadOnlySpan<double> values)
    {
        if (values.IsEmpty) throw new ArgumentException("Found no value, expected one per run.", nameof(values));
        double mean = 0, squares = 0;
        foreach (double value in values) mean += value / values.Length;
        if (values.Length == 1) return new(1, mean, null, null);
        foreach (double value in values) squares += (value - mean) * (value - mean);
        double deviation = Math.Sqrt(squares / (values.Length - 1));
        return new(values.Length, mean, deviation, StudentT.Quantile(0.95, values.Length - 1) * deviation / Math.Sqrt(values.Length));
    }

    /// <summary>Sums up runs that were made once for each pair of two things that vary, such as seeds and draws of the images. Runs with one of them in common are not independent, so that only as much is known as there are of each.</summary>
    /// <param name="values">One row per value of the first thing, one column per value of the second.</param>
    /// <returns>Half the width is the root of the sum of the squares of two: Student's of the means of the rows, and of those of the columns. Of one row or one column it is <see cref="Of"/>'s, as if the other thing never varied.</returns>
    /// <exception cref="ArgumentException">No value, or rows of different lengths.</exception>
    public static RepeatedMeasurement OfCrossed(IReadOnlyList<IReadOnlyList<double>> values)
    {
        if (values.Count == 0 || values[0].Count == 0 || values.Any(row => row.Count != values[0].Count))
            throw new ArgumentException("Found no value or rows of different lengths, expected one value per pair.", nameof(values));
        RepeatedMeasurement all = Of([.. values.SelectMany(row => row)]);
        if (values.Count == 1 || values[0].Count == 1) return all;
        double ofRows = Of([.. values.Select(row => row.Average())]).HalfWidth!.Value;
        double ofColumns = Of([.. Enumerable.Range(0, values[0].Count).Select(column => values.Average(row => row[column]))]).HalfWidth!.Value;
        return all with { HalfWidth = Math.Sqrt(ofRows * ofRows + ofColumns * ofColumns) };
    }
}
