using System.Collections.Immutable;
using System.Globalization;
using LongTail.Foundation;
using nietras.SeparatedValues;

namespace LongTail.Pictures;

/// <summary>A table with a row per picture: a column with its path, and one with its class by name or by number.</summary>
static class CsvList
{
    static readonly ImmutableArray<string> s_paths = ["path", "file", "filename", "file_name", "image", "image_path", "filepath"];
    static readonly ImmutableArray<string> s_labels = ["label", "class", "category", "category_id", "class_id", "target", "species", NameColumn];

    /// <summary>The column whose classes are names whatever they look like: in every other one numerals are numbers.</summary>
    public const string NameColumn = "class_name";

    /// <summary>Reads a table whose first row names its columns; commas, semicolons or tabs between them.</summary>
    /// <param name="file">The table.</param>
    /// <param name="training">Classes of the training table, which the one to measure on is read by; null where this is the training table.</param>
    /// <exception cref="DataException">It cannot be read, has no such columns, or names a class or picture that does not fit.</exception>
    public static (PictureList List, ListedClasses Classes) Read(string file, ListedClasses? training)
    {
        (List<string> paths, List<string> classes, bool named) = Columns(file);
        if (classes.Count == 0) throw new DataException($"Found a first row and no other in {file}, expected a row per picture.");
        if (training is { Names: null } && named)
            throw new DataException($"Found the column {NameColumn} in {file}, expected numbers: the training table gives the classes by number. Write both tables by name, or both by number.");
        ListedClasses known = training ?? (!named && classes.All(IsNumber) ? ListedClasses.Numbers : new([.. classes.Distinct().Order(StringComparer.Ordinal)]));
        if (known.Names is { } names) ClassNameRules.Check(names, file);
        Dictionary<string, int>? labels = known.LabelsByName;
        if (classes.Index().FirstOrDefault(item => labels is null ? !IsNumber(item.Item) : !labels.ContainsKey(item.Item)) is { Item: not null } unknown)
            throw new DataException(labels is null
                ? $"Found the class {unknown.Item} in row {unknown.Index + 2} of {file}, expected its number: the training table gives the classes by number. Write both tables by name, or both by number."
                : $"Found the class {unknown.Item} in row {unknown.Index + 2} of {file}, expected one of the training pictures' {labels.Count} classes. Correct the table, or add training pictures of it.");
        PictureList list = new([.. paths], [.. classes.Select(text => labels is null ? int.Parse(text, CultureInfo.InvariantCulture) : labels[text])]);
        ListRules.Check(list, file, row => $"row {row + 2}");
        return (list, known);
    }

    static bool IsNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    static (List<string> Paths, List<string> Classes, bool Named) Columns(string file)
    {
        try
        {
            return DataFile.Read(file, "a table whose first row names the columns path and label; check data.train, data.test, data.validation and --data", Read);
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException or ArgumentException or NotSupportedException)   // the last: a row of more than 16 MB, of a quotation mark that is never closed
        {
            throw new DataException($"Found no readable table {file} ({fault.Message}), expected a first row that names the columns path and label, then a row per picture.", fault);
        }

        static (List<string>, List<string>, bool) Read(string file)
        {
            using SepReader reader = Sep.Reader(options => options with { Unescape = true, Trim = SepTrim.All }).FromFile(file);
            int path = Find(reader.Header, s_paths, file, "the path"), label = Find(reader.Header, s_labels, file, "the class");
            List<string> paths = [], classes = [];
            foreach (SepReader.Row row in reader)
            {
                paths.Add(ListRules.PathOf(row[path].Span));
                classes.Add(row[label].ToString());
            }
            return (paths, classes, reader.Header.ColNames[label].Equals(NameColumn, StringComparison.OrdinalIgnoreCase));
        }
    }

    static int Find(SepReaderHeader header, ImmutableArray<string> names, string file, string what)
    {
        int[] found = [.. header.ColNames.Index().Where(column => names.Contains(column.Item.ToLowerInvariant())).Select(column => column.Index)];
        return found.Length == 1 ? found[0]
            : throw new DataException($"Found {found.Length} columns for {what} in {file} ({string.Join(", ", header.ColNames)}), expected exactly one of {string.Join(", ", names)}. Name the columns path and label.");
    }
}
