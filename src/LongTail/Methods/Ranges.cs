using LongTail.Foundation;

namespace LongTail.Methods;

/// <summary>The doors at which a method's numbers are checked.</summary>
static class Ranges
{
    public static double Temperature(double value) => value > 0 && double.IsFinite(value) ? value
        : throw new RecipeException(FormattableString.Invariant($"Found temperature {value}, expected a number above 0, such as 2."));

    public static double Beta(double value) => value >= 0 && value < 1 ? value
        : throw new RecipeException(FormattableString.Invariant($"Found beta {value}, expected a number in [0, 1), such as 0.9999."));

    public static double Gamma(double value) => value >= 0 && double.IsFinite(value) ? value
        : throw new RecipeException(FormattableString.Invariant($"Found gamma {value}, expected 0 or more, such as 1."));

    public static double Tau(double value) => value >= 0 && double.IsFinite(value) ? value
        : throw new RecipeException(FormattableString.Invariant($"Found tau {value}, expected 0 or more, such as 1."));

    /// <summary>Features that a layer makes.</summary>
    public static int Features(int value) => value >= 0 ? value
        : throw new RecipeException(FormattableString.Invariant($"Found {value} features, expected 1 or more, such as 512, or 0 for those of the network."));

    public static double Positive(double value, string what, string example) => value > 0 && double.IsFinite(value) ? value
        : throw new RecipeException(FormattableString.Invariant($"Found {what} {value}, expected a number above 0, such as {example}."));

    /// <summary>A moment or a length as a fraction of the epochs.</summary>
    public static double Fraction(double value, string what) => value is >= 0 and <= 1 ? value
        : throw new RecipeException(FormattableString.Invariant($"Found {value} as {what}, expected a fraction of the epochs from 0 to 1, such as 0.8."));

    /// <summary>A number that may also be 0.</summary>
    public static double NotNegative(double value, string what) => value >= 0 && double.IsFinite(value) ? value
        : throw new RecipeException(FormattableString.Invariant($"Found {value} as {what}, expected 0 or more, such as 1."));

    /// <summary>A number with two ends.</summary>
    public static double Within(double value, double low, double high, string what) => value >= low && value <= high ? value
        : throw new RecipeException(FormattableString.Invariant($"Found {value} as {what}, expected a number from {low} to {high}."));

    /// <summary>A number that multiplies another: above 0 where the least is 0, else the least or more.</summary>
    public static double Multiple(double value, double least, string what) => double.IsFinite(value) && (least == 0 ? value > 0 : value >= least) ? value
        : throw new RecipeException(FormattableString.Invariant($"Found {value} as {what}, expected a number {(least == 0 ? "above 0" : $"of {least} or more")}."));
}
