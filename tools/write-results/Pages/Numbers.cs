using System.Globalization;
using LongTail.Results;

namespace LongTail.Tools.WriteResults.Pages;

/// <summary>Numbers as the page shows them.</summary>
static class Numbers
{
    /// <summary>Two digits, the precision of published accuracies.</summary>
    public static string Percent(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>With thousands separators.</summary>
    public static string Whole(double value) => Math.Round(value).ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>One digit.</summary>
    public static string Tenths(double value) => value.ToString("#,0.0", CultureInfo.InvariantCulture);

    /// <summary>Such as "62.45 ± 0.83" and below it "61.42 to 63.48"; one run has a mean only.</summary>
    public static string Accuracy(RepeatedMeasurement value) => Text(value, Percent, Percent);

    /// <summary>The same with signs.</summary>
    public static string Gain(RepeatedMeasurement value) => Text(value, Signed, Percent);

    /// <summary>Mean and deviation alone.</summary>
    public static string Brief(RepeatedMeasurement value, Func<double, string> format) =>
        value.Deviation is { } deviation ? $"{format(value.Mean)} ± {format(deviation)}" : format(value.Mean);

    static string Text(RepeatedMeasurement value, Func<double, string> format, Func<double, string> formatDeviation) =>
        value is { Deviation: { } deviation, Low: { } low, High: { } high }
            ? $"{format(value.Mean)} ± {formatDeviation(deviation)}<br>{format(low)} to {format(high)}"
            : format(value.Mean);

    static string Signed(double value) => value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
