using System.Text;
using LongTail.Foundation;
using LongTail.Pictures;
using LongTail.Store;

namespace LongTail.Runs;

/// <summary>Writes files and what is the matter with them as a table: path, kind and reason.</summary>
public static class LeftOutTable
{
    /// <summary>Its columns, by which such a table can be told from others.</summary>
    public const string FirstRow = "path,kind,reason";

    /// <summary>Writes it in one step.</summary>
    /// <param name="path">Of the CSV file; its folder exists.</param>
    /// <param name="files">A row for each.</param>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static void Write(string path, IEnumerable<LeftOut> files) => AtomicFile.Write(path, stream =>
    {
        using StreamWriter text = new(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        text.WriteLine(FirstRow);
        foreach (LeftOut file in files) text.WriteLine(Csv.Line(OnOneLine(file.Path), file.Kind, OnOneLine(file.Reason)));
    });

    /// <summary>How many there are of each kind, such as "1221 link, 15 TooLarge".</summary>
    public static string Kinds(IEnumerable<LeftOut> files) =>
        string.Join(", ", files.CountBy(file => file.Kind).OrderByDescending(kind => kind.Value).ThenBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $"{kind.Value} {kind.Key}"));

    static string OnOneLine(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
