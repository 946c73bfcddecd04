using System.Text;
using LongTail.Pictures;
using LongTail.Store;

namespace LongTail.Runs;

/// <summary>Writes files and what is the matter with them as a table: path, kind and reason.</summary>
public static class LeftOutTable
{
    /// <summary>Writes it in one step.</summary>
    /// <param name="path">Of the CSV file; its folder exists.</param>
    /// <param name="files">A row for each.</param>
    /// <exception cref="Foundation.StorageException">It cannot be written.</exception>
    public static void Write(string path, IEnumerable<LeftOut> files) => AtomicFile.Write(path, stream =>
    {
        using StreamWriter text = new(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        text.WriteLine("path,kind,reason");
        foreach (LeftOut file in files) text.WriteLine($"{Cell(file.Path)},{Cell(file.Kind)},{Cell(file.Reason)}");
    });

    /// <summary>How many there are of each kind, such as "1221 link, 15 TooLarge".</summary>
    public static string Kinds(IEnumerable<LeftOut> files) =>
        string.Join(", ", files.CountBy(file => file.Kind).OrderByDescending(kind => kind.Value).ThenBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{kind.Value} {kind.Key}"));

    // Quoted; and what a spreadsheet would take for a formula begins with an apostrophe.
    static string Cell(string text)
    {
        string safe = text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return $"\"{string.Concat(safe.Select(letter => char.IsControl(letter) ? ' ' : letter)).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
