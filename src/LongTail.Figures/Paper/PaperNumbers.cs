using System.Collections.Immutable;
using System.Text.Json;

namespace LongTail.Figures.Paper;

/// <summary>What the paper on balanced knowledge distillation prints: Tables 1 to 5, and what its text says of Figure 3. The numbers stand in paper.json.</summary>
public static class PaperNumbers
{
    static readonly Lazy<Contents> Read = new(() =>
    {
        using Stream file = typeof(PaperNumbers).Assembly.GetManifestResourceStream("paper.json")!;
        return JsonSerializer.Deserialize<Contents>(file, JsonSerializerOptions.Web)!;
    });

    /// <summary>Authors and title.</summary>
    public static string Source => Read.Value.Source;

    /// <summary>Tables 1 to 5, in this order.</summary>
    public static ImmutableArray<PaperTable> Tables => Read.Value.Tables;

    /// <summary>What the text says of Figure 3. The curves themselves are a picture: the only accuracies known for sure are those of Table 1, measured at <see cref="PaperTemperature.Best"/>.</summary>
    public static PaperTemperature Temperature => Read.Value.Temperature;

    /// <summary>One table.</summary>
    /// <param name="number">1 to 5.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such table.</exception>
    public static PaperTable Table(int number) =>
        Tables.FirstOrDefault(table => table.Number == number) ?? throw new ArgumentOutOfRangeException(nameof(number), number, $"Found no table {number}, expected 1 to {Tables.Length}.");

    sealed record Contents(string Source, ImmutableArray<PaperTable> Tables, PaperTemperature Temperature);
}

/// <summary>Figure 3, as far as the text goes.</summary>
/// <param name="Lowest">Temperature that was tried.</param>
/// <param name="Highest">Temperature that was tried.</param>
/// <param name="Best">On both CIFARs; used in all other experiments.</param>
public sealed record PaperTemperature(double Lowest, double Highest, double Best);
