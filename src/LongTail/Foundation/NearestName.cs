namespace LongTail.Foundation;

/// <summary>Guesses which known name a mistyped one was meant to be.</summary>
public static class NearestName
{
    /// <summary>The known name with the fewest changed letters, case aside, two neighbours swapped being one change; null when none is near enough to be a guess.</summary>
    /// <param name="found">What was typed.</param>
    /// <param name="known">What would have been understood; of equally near names the first is taken.</param>
    /// <returns>A name at most two changes away, or one in three letters when that is more.</returns>
    public static string? Of(string found, IEnumerable<string> known)
    {
        string? nearest = null;
        int fewest = Math.Max(2, found.Length / 3) + 1;
        foreach (string name in known)
        {
            int changes = Changes(found.ToUpperInvariant(), name.ToUpperInvariant());
            if (changes < fewest) (nearest, fewest) = (name, changes);
        }
        return nearest;
    }

    /// <summary>A sentence for messages: " Did you mean x?", or nothing when no name is near.</summary>
    public static string Hint(string found, IEnumerable<string> known) => Of(found, known) is { } name ? $" Did you mean {name}?" : "";

    // Levenshtein's distance with neighbours changed over as one change: letters inserted, deleted, replaced or swapped (optimal string alignment).
    static int Changes(string from, string to)
    {
        int[] twoBefore = [], before = [], row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            (twoBefore, before, row) = (before, row, new int[to.Length + 1]);
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = before[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, 1 + Math.Min(before[j], row[j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) row[j] = Math.Min(row[j], 1 + twoBefore[j - 2]);
            }
        }
        return row[^1];
    }
}
