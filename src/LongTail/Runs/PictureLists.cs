using System.Collections.Immutable;
using System.Text;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Pictures;
using LongTail.Store;

namespace LongTail.Runs;

/// <summary>Writes a set of pictures as files that name them, so that a cut or a division can be kept, published and read again.</summary>
public static class PictureLists
{
    static readonly ImmutableArray<string> s_names = ["train", "test", "validation"];   // in the order of the parts

    /// <summary>Writes the list files of the field: train.txt and test.txt (and validation.txt where there are such pictures), a line with path and label for each picture, and classes.txt, the name of each label on its line.</summary>
    /// <param name="data">Opened, cut and divided.</param>
    /// <param name="folder">Created when missing. Written in one step each; lists of the same names that say the same may be there.</param>
    /// <exception cref="RecipeException">Its images are not pictures in files.</exception>
    /// <exception cref="DataException">A path has a line break, which no list can tell.</exception>
    /// <exception cref="StorageException">They cannot be written, or others of the same names are there.</exception>
    public static void WriteLists(DataSplit data, string folder)
    {
        ImmutableArray<PictureSet> parts = PictureCheck.PartsOf(data);
        Check(parts.SelectMany(part => part.Paths), path => path.AsSpan().ContainsAny('\n', '\r') || path.Length != path.AsSpan().Trim().Length,
            "a line break, or a blank at an end, in the path", "a list has a line for each picture. Write tables instead, or rename the file");
        Write(folder, [.. parts.Zip(s_names, (part, name) => ($"{name}.txt", Lines(part))), ("classes.txt", data.Train.ClassNames.Select(name => name.ReplaceLineEndings(" ")))]);

        static IEnumerable<string> Lines(PictureSet set) => Enumerable.Range(0, set.Count).Select(i => FormattableString.Invariant($"{set.Paths[i]} {set.Labels[i]}"));
    }

    /// <summary>Writes tables: train.csv and test.csv (and validation.csv where there are such pictures), a row with the path and the name of the class for each picture.</summary>
    /// <param name="data">Opened, cut and divided.</param>
    /// <param name="folder">Created when missing. Written in one step each; lists of the same names that say the same may be there.</param>
    /// <exception cref="RecipeException">Its images are not pictures in files.</exception>
    /// <exception cref="DataException">A path or the name of a class has a blank at an end, which readers of tables take off.</exception>
    /// <exception cref="StorageException">They cannot be written, or others of the same names are there.</exception>
    public static void WriteTables(DataSplit data, string folder)
    {
        ImmutableArray<PictureSet> parts = PictureCheck.PartsOf(data);
        Check(parts.SelectMany(part => part.Paths).Concat(data.Train.ClassNames), text => text.Length != text.AsSpan().Trim(' ').Length,
            "a blank at an end of the path or class", "readers of tables take it off. Rename it");
        Write(folder, [.. parts.Zip(s_names, (part, name) => ($"{name}.csv", Rows(part)))]);

        static IEnumerable<string> Rows(PictureSet set) => Enumerable.Range(0, set.Count).Select(i => $"{Csv.Quoted(set.Paths[i])},{Csv.Quoted(set.ClassNames[set.Labels[i]])}").Prepend($"path,{CsvList.NameColumn}");
    }

    static void Check(IEnumerable<string> texts, Predicate<string> isOdd, string what, string why)
    {
        if (texts.FirstOrDefault(text => isOdd(text)) is { } odd)
            throw new DataException($"Found {what} {odd.ReplaceLineEndings("?")}, expected none: {why}.");
    }

    static bool IsThere(string path, IEnumerable<string> lines)
    {
        bool same = false;
        StorageFault.Guard(path, 0, () => same = File.ReadAllText(path) == string.Concat(lines.Select(line => line + "\n")));   // a row may hold a line break
        return same;
    }

    // A list may have been edited by hand: none is replaced by another.
    static void Write(string folder, ImmutableArray<(string Name, IEnumerable<string> Lines)> files)
    {
        foreach ((string name, IEnumerable<string> lines) in files)
            if (Path.Combine(folder, name) is var path && File.Exists(path) && !IsThere(path, lines))
                throw new StorageException($"{path}: found another list there, expected none, or the one that is to be written. Name another folder, or delete that list.");
        StorageFault.Guard(folder, 0, () => Directory.CreateDirectory(folder));
        foreach ((string name, IEnumerable<string> lines) in files)
        {
            AtomicFile.Write(Path.Combine(folder, name), stream =>
            {
                using StreamWriter text = new(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
                foreach (string line in lines) text.WriteLine(line);
            });
        }
    }
}
