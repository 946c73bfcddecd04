namespace LongTail.Results;

/// <summary>One number measured in several runs: what to report of it.</summary>
/// <param name="Runs">How often it was measured, n.</param>
/// <param name="Mean">Over the runs.</param>
/// <param name="Deviation">Standard deviation of the runs, with n - 1 in the denominator; null for one run.</param>
/// <param name="HalfWidth">Half the width of Student's 95 % interval around the mean; null for one run.</param>
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
}
