using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Pictures;

/// <summary>What every list of pictures must keep to, whatever kind of file it came in.</summary>
static class ListRules
{
    const int Shown = 5;

    // On Windows and macOS, capital letters make no other file of it.
    static readonly StringComparer s_samePath = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>The most classes: a label beyond is a mistake, not a class.</summary>
    public const int MostClasses = 1_000_000;

    /// <summary>A path as this program writes it: one / between folders, and no folder named . on the way.</summary>
    public static string PathOf(ReadOnlySpan<char> written)
    {
        string path = written.Contains('\\') ? written.ToString().Replace('\\', '/') : written.ToString();
        if (!path.StartsWith("./", StringComparison.Ordinal) && !path.EndsWith('/') && !path.EndsWith("/.", StringComparison.Ordinal)
            && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("/./", StringComparison.Ordinal)) return path;
        string plain = string.Join('/', path.Split('/').Where(part => part is not ("" or ".")));
        return path.StartsWith('/') ? "/" + plain : plain;
    }

    /// <summary>Refuses lists that leave the data folder, that name a picture twice, or whose labels are no classes.</summary>
    /// <param name="list">As read.</param>
    /// <param name="source">Names the file in messages.</param>
    /// <param name="placeOf">Names a row in messages.</param>
    /// <exception cref="ListedPicturesException">Says how many rows are wrong, and the first of them.</exception>
    public static void Check(PictureList list, string source, Func<int, string> placeOf)
    {
        Refuse(Enumerable.Range(0, list.Count).Where(row => LeavesFolder(list.Paths[row])), row => list.Paths[row], "outside", "path(s) that lead out of the data folder", "paths below it");
        Refuse(Enumerable.Range(0, list.Count).Where(row => list.Labels[row] is < 0 or >= MostClasses), row => $"{list.Labels[row]}", "no class", "label(s) out of range", $"0 to {MostClasses - 1}");
        Dictionary<string, int> first = new(list.Count, s_samePath);
        List<int> again = [];
        for (int row = 0; row < list.Count; row++)
            if (!first.TryAdd(list.Paths[row], row)) again.Add(row);
        Refuse(again.Where(row => list.Labels[first[list.Paths[row]]] != list.Labels[row]), Twice, "two labels", "picture(s) with two labels", "one label for each");
        Refuse(again, Twice, "listed twice", "picture(s) listed twice", "each once");

        string Twice(int row) => $"{list.Paths[row]} with label {list.Labels[row]}, at {placeOf(first[list.Paths[row]])} with {list.Labels[first[list.Paths[row]]]}";

        void Refuse(IEnumerable<int> rows, Func<int, string> shown, string kind, string what, string expected)
        {
            ImmutableArray<LeftOut> wrong = [.. rows.Select(row => new LeftOut(list.Paths[row], kind, $"{placeOf(row)}: {shown(row)}"))];
            if (!wrong.IsEmpty) throw new ListedPicturesException(wrong, $"Found {wrong.Length} {what} in {source}, expected {expected}", file => file.Reason, "Correct the list.");
        }
    }

    /// <summary>Refuses pictures that are in two parts: an accuracy on those that were trained on says nothing, and one on those that an epoch was chosen on too much.</summary>
    /// <param name="one">The pictures of a part.</param>
    /// <param name="other">Those of another, with their paths written alike.</param>
    /// <param name="oneList">Names the list in messages.</param>
    /// <param name="otherList">Names the list in messages.</param>
    /// <exception cref="ListedPicturesException">Says how many there are, and the first of them.</exception>
    public static void CheckApart(PictureList one, PictureList other, string oneList, string otherList)
    {
        HashSet<string> there = new(other.Paths, s_samePath);
        ImmutableArray<LeftOut> both = [.. one.Paths.Where(there.Contains).Select(path => new LeftOut(path, "two parts", $"in {oneList} and in {otherList}."))];
        if (!both.IsEmpty)
            throw new ListedPicturesException(both, $"Found {both.Length} picture(s) in {oneList} and in {otherList}, expected each picture in one of them, to train on, to measure on or to choose an epoch on", file => file.Path, "Take them out of one of the two.");
    }

    /// <summary>Refuses training labels between which some are missing: the highest alone says how many classes there are.</summary>
    /// <param name="train">The pictures to train on.</param>
    /// <param name="source">Names the list in messages.</param>
    /// <exception cref="DataException">Says how many are missing, the first of them, and a picture with the highest.</exception>
    public static void CheckNoGap(PictureList train, string source)
    {
        if (train.Count == 0) return;
        int highest = train.Labels.Max();
        bool[] met = new bool[highest + 1];
        foreach (int label in train.Labels) met[label] = true;
        int[] missing = [.. met.Index().Where(label => !label.Item).Select(label => label.Index)];
        if (missing.Length > 0)
            throw new DataException($"Found no picture of {missing.Length} label(s) in {source}, expected each from 0 to the highest, which is {highest} ({train.Paths[train.Labels.IndexOf(highest)]}): {string.Join(", ", missing.Take(Shown))}{(missing.Length > Shown ? ", ..." : "")}. Correct the labels, number the classes without gaps, or add pictures of the missing ones.");
    }

    static bool LeavesFolder(string path) =>
        path.Length == 0 || Path.IsPathRooted(path) || path.Contains('\0', StringComparison.Ordinal) || path.Contains("..", StringComparison.Ordinal) && path.Split('/').Contains("..");
}
