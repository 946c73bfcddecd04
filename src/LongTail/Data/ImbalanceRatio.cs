using System.Globalization;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Checks and rules that the profiles with an imbalance ratio share.</summary>
static class ImbalanceRatio
{
    public static double Checked(double ratio) => ratio >= 1 && double.IsFinite(ratio) ? ratio
        : throw new RecipeException(string.Create(CultureInfo.InvariantCulture,
            $"Found imbalance ratio {ratio}, expected 1 or more: largest over smallest class, such as 10, 50 or 100. The published code writes its inverse, 0.1, 0.02 or 0.01."));

    public static int? CheckedLargest(int? largest) => largest is null or >= 1 ? largest
        : throw new RecipeException($"Found {largest} images for the largest class, expected 1 or more, or nothing for as many as there are.");

    /// <summary>The counts of a profile for the largest class size it can be met with: no class is asked for more than it has.</summary>
    /// <param name="available">Images of each class before the cut.</param>
    /// <param name="wanted">Size of the largest class; null for as large as possible.</param>
    /// <param name="count">Images of a class, from the size of the largest class and the label; grows with the former.</param>
    /// <exception cref="DataException">The wanted size cannot be met.</exception>
    public static int[] Keep(ReadOnlySpan<int> available, int? wanted, Func<int, int, int> count)
    {
        int[] have = available.ToArray();
        int most = have.Max();
        while (!have.Index().All(item => count(most, item.Index) <= item.Item)) most--;
        if (wanted > most)
            throw new DataException($"Found images for a largest class of {most} with this profile, expected {wanted}. Set a smaller largest class, or leave it out.");
        return [.. have.Select((_, label) => count(wanted ?? most, label))];
    }
}
