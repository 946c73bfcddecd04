using System.Text;
using LongTail.Data;
using LongTail.Pictures;
using LongTail.Store;

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
        AtomicFile.Write(path, stream =>
        {
            using StreamWriter text = new(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            text.WriteLine("path,kind,reason");
            foreach (LeftOut file in data.LeftOut) text.WriteLine($"{Cell(file.Path)},{Cell(file.Kind)},{Cell(file.Reason)}");
        });
        string kinds = string.Join(", ", data.LeftOut.CountBy(file => file.Kind).OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Value} {kind.Key}"));
        return $"{data.LeftOut.Length} file(s) of the data folder were left out ({kinds}); {path} lists them with the reasons.";
    }

    // Quoted; and what a spreadsheet would take for a formula begins with an apostrophe.
    static string Cell(string text)
    {
        string safe = text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return $"\"{string.Concat(safe.Select(letter => char.IsControl(letter) ? ' ' : letter)).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
