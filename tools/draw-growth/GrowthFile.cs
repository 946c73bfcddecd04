using System.Globalization;
using LongTail.Foundation;

namespace LongTail.Tools.DrawGrowth;

/// <summary>One line of growth.csv.</summary>
/// <param name="Part">"loss", "sampler", "metrics" or "augmentation".</param>
/// <param name="Variant">Which one.</param>
/// <param name="Classes">C.</param>
/// <param name="Images">0 for parts that see one batch only.</param>
/// <param name="Batch">B.</param>
/// <param name="Share">Of a training step at this batch.</param>
sealed record GrowthRow(string Part, string Variant, int Classes, int Images, int Batch, double Share);

/// <summary>Reads what the command growth wrote.</summary>
static class GrowthFile
{
    const string Header = "part,variant,classes,images,batch,milliseconds,step_milliseconds,share";

    /// <summary>All lines.</summary>
    /// <exception cref="DataException">It is no such file.</exception>
    public static GrowthRow[] Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        if (lines.Length < 2 || lines[0] != Header) throw new DataException($"{path}: expected the first line {Header} and lines of measurements. Write it with the command growth of LongTail.Benchmarks.");
        return [.. lines.Skip(1).Select((line, index) => Row(line, $"{path}, line {index + 2}"))];
    }

    // The variant may hold a comma ("crop, flip and normalise") and is quoted then: the numbers are counted from the end.
    static GrowthRow Row(string line, string place)
    {
        string[] parts = line.Split(',');
        if (parts.Length < 8 || !int.TryParse(parts[^6], CultureInfo.InvariantCulture, out int classes) || !int.TryParse(parts[^5], CultureInfo.InvariantCulture, out int images)
            || !int.TryParse(parts[^4], CultureInfo.InvariantCulture, out int batch) || !double.TryParse(parts[^1], CultureInfo.InvariantCulture, out double share))
            throw new DataException($"{place}: found {line}, expected the columns {Header}.");
        return new(parts[0], string.Join(',', parts[1..^6]).Trim('"'), classes, images, batch, share);
    }
}
