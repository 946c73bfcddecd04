using System.Collections.Immutable;
using System.Globalization;
using LongTail.Foundation;

namespace LongTail.Pictures;

/// <summary>The list files of the field: a line per picture, its path, a blank and its label.</summary>
static class ListFile
{
    const int Shown = 5;

    /// <summary>Reads one.</summary>
    /// <param name="file">The list.</param>
    /// <param name="training">Classes of the training list, which the one to measure on is read by; null where this is the training list.</param>
    /// <exception cref="DataException">It cannot be read, a line is not well-formed, a picture is listed twice, or its labels are not the training list's; says which lines.</exception>
    public static PictureList Read(string file, ListedClasses? training)
    {
        if (training?.Ids is { } ids && ids.Index().FirstOrDefault(item => item.Item != item.Index) is { Item: not 0 } other)
            throw new DataException($"Found {file}, which gives classes by number, beside training annotations whose category {other.Item} is their class {other.Index}, expected the same numbers in both. Give all of data.train, data.test and data.validation as annotations.");
        ImmutableArray<string>.Builder paths = ImmutableArray.CreateBuilder<string>();
        ImmutableArray<int>.Builder labels = ImmutableArray.CreateBuilder<int>();
        List<string> faults = [];
        List<int> numbers = [];
        int wrong = 0;
        foreach ((int number, string line) in Lines(file))
        {
            if (Split(line) is ({ } path, { } label))
            {
                paths.Add(path);
                labels.Add(label);
                numbers.Add(number);
            }
            else if (++wrong <= Shown) faults.Add($"line {number}: {Quoted(line)}");
        }
        if (wrong > 0)
            throw new DataException($"Found {wrong} line(s) of {file} that are no path and label, expected lines such as train/cat/1.jpg 0: {string.Join("; ", faults)}{(wrong > Shown ? "; ..." : "")}. Correct or remove them.");
        PictureList list = new(paths.ToImmutable(), labels.ToImmutable());
        ListRules.Check(list, file, row => $"line {numbers[row]}");
        return list;
    }

    /// <summary>Reads the paths alone, all with the label 0: of pictures of unknown classes, whose labels are missing or -1.</summary>
    /// <param name="file">The list.</param>
    /// <exception cref="DataException">It cannot be read, or a picture is listed twice.</exception>
    public static PictureList ReadPaths(string file)
    {
        (int Number, string Text)[] lines = [.. Lines(file)];
        PictureList list = new([.. lines.Select(line => PathOf(line.Text))], [.. lines.Select(_ => 0)]);
        ListRules.Check(list, file, row => $"line {lines[row].Number}");
        return list;

        static string PathOf(string line)
        {
            ReadOnlySpan<char> text = line.AsSpan().Trim();
            int blank = text.LastIndexOfAny(' ', '\t');
            return ListRules.PathOf(blank > 0 && int.TryParse(text[(blank + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? text[..blank].Trim() : text);
        }
    }

    // Those that are not blank, with the number that an editor shows.
    static IEnumerable<(int Number, string Text)> Lines(string file) =>
        DataFile.Lines(file, "a list of lines of path and label; check data.train, data.test, data.validation and --data").Index()
            .Where(line => !string.IsNullOrWhiteSpace(line.Item)).Select(line => (line.Index + 1, line.Item));

    // The label is what follows the last blank: paths may have blanks themselves.
    static (string? Path, int? Label) Split(string line)
    {
        ReadOnlySpan<char> text = line.AsSpan().Trim();
        int blank = text.LastIndexOfAny(' ', '\t');
        return blank > 0 && int.TryParse(text[(blank + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int label)
            ? (ListRules.PathOf(text[..blank].Trim()), label)
            : (null, null);
    }

    static string Quoted(string line) => $"\"{(line.Length > 80 ? line[..80] + "..." : line)}\"";
}
