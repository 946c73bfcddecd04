using System.Collections.Immutable;
using System.Globalization;
using LongTail.Foundation;
using nietras.SeparatedValues;

namespace LongTail.Pictures;

/// <summary>A table with a row per picture: a column with its path, and one with its class by name or by number.</summary>
static class CsvList
{
    static readonly ImmutableArray<string> s_paths = ["path", "file", "filename", "file_name", "image", "image_path", "filepath"];
    static readonly ImmutableArray<string> s_labels = ["label", "class", "category", "category_id", "class_id", "target", "species"];

    /// <summary>Reads a table whose first row names its columns; commas, semicolons or tabs between them.</summary>
    /// <param name="file">The table.</param>
    /// <param name="classNames">Names by label from another table that is read together with this one; null when this one is the first.</param>
    /// <exception cref="DataException">It cannot be read, has no such columns, or names a class or picture that does not fit.</exception>
    public static (PictureList List, ImmutableArray<string>? ClassNames) Read(string file, ImmutableArray<string>? classNames)
    {
        (List<string> paths, List<string> classes) = Columns(file);
        bool byNumber = classNames is null && classes.All(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        ImmutableArray<string> names = classNames ?? (byNumber ? [] : [.. classes.Distinct().Order(StringComparer.Ordinal)]);
        if (!byNumber) ClassNameRules.Check(names, file);
        Dictionary<string, int> labels = names.Index().ToDictionary(item => item.Item, item => item.Index);
        if (!byNumber && classes.Index().FirstOrDefault(item => !labels.ContainsKey(item.Item)) is { Item: not null } unknown)
            throw new DataException($"Found the class {unknown.Item} in row {unknown.Index + 2} of {file}, expected one of the training pictures' {names.Length} classes. Correct the table, or add training pictures of it.");
        PictureList list = new([.. paths], [.. classes.Select(text => byNumber ? int.Parse(text, CultureInfo.InvariantCulture) : labels[text])]);
        ListRules.Check(list, file, row => $"row {row + 2}");
        return (list, byNumber ? null : names);
    }

    static (List<string> Paths, List<string> Classes) Columns(string file)
    {
        try
        {
            using SepReader reader = Sep.Reader(options => options with { Unescape = true, Trim = SepTrim.All }).FromFile(file);
            int path = Find(reader.Header, s_paths, file, "the path"), label = Find(reader.Header, s_labels, file, "the class");
            List<string> paths = [], classes = [];
            foreach (SepReader.Row row in reader)
            {
                paths.Add(ListRules.PathOf(row[path].Span));
                classes.Add(row[label].ToString());
            }
            return (paths, classes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException or FormatException or ArgumentException)
        {
            throw new DataException($"Found no readable table {file} ({fault.Message}), expected a first row that names the columns path and label, then a row per picture.", fault);
        }
    }

    static int Find(SepReaderHeader header, ImmutableArray<string> names, string file, string what)
    {
        int[] found = [.. header.ColNames.Index().Where(column => names.Contains(column.Item.ToLowerInvariant())).Select(column => column.Index)];
        return found.Length == 1 ? found[0]
            : throw new DataException($"Found {found.Length} columns for {what} in {file} ({string.Join(", ", header.ColNames)}), expected exactly one of {string.Join(", ", names)}. Name the columns path and label.");
    }
}
