using LongTail.Data;

namespace LongTail.Runs;

/// <summary>Tells which files of a data folder were not taken: their number for people, and each with its reason in a file.</summary>
static class LeftOutReport
{
    /// <summary>Writes the list beside the results.</summary>
    /// <returns>A sentence on how many and where they are listed; null when every file was taken.</returns>
    /// <exception cref="Foundation.StorageException">The list cannot be written.</exception>
    public static string? Write(DataSplit data, string outputFolder)
    {
        if (data.LeftOut.IsEmpty) return null;
        string path = Path.Combine(outputFolder, $"left-out-{data.Fingerprint[..12]}.csv");
        LeftOutTable.Write(path, data.LeftOut);
        return $"{data.LeftOut.Length} file(s) of the data folder were left out ({LeftOutTable.Kinds(data.LeftOut)}); {path} lists them with the reasons.";
    }
}
