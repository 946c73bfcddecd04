using System.Collections.Immutable;
using System.Globalization;
using LongTail.Foundation;

namespace LongTail.Cli.Commands;

/// <summary>Seeds as written on the command line: "0-4", "0,1,2" or "0-2,7".</summary>
static class SeedList
{
    const int Most = 1000;

    /// <param name="written">The value.</param>
    /// <param name="option">Whose value it is.</param>
    /// <exception cref="UsageException">Not of that form, a seed twice, or more than a thousand.</exception>
    public static ImmutableArray<int> Parse(string written, string option)
    {
        List<int> seeds = [];
        foreach (string part in written.Split(','))
        {
            string[] ends = part.Split('-');
            if (ends is [var high, var low] && TryRead(high, out int from) && TryRead(low, out int to) && from > to)
                throw new UsageException($"Found {option} {SafeText.Quoted(written)}, where {from}-{to} runs downwards, expected the smaller seed first: {to}-{from}.");
            if (ends.Length > 2 || !TryRead(ends[0], out int first) || !TryRead(ends[^1], out int last) || first > last || last - (long)first >= Most) throw Fault(written, option);
            seeds.AddRange(Enumerable.Range(first, last - first + 1));
        }
        if (seeds.CountBy(seed => seed).FirstOrDefault(same => same.Value > 1) is { Value: > 1 } twice)
            throw new UsageException($"Found {option} {SafeText.Quoted(written)}, where the seed {twice.Key} stands {(twice.Value == 2 ? "twice" : $"{twice.Value} times")}, expected each seed once.");
        return seeds.Count <= Most ? [.. seeds] : throw Fault(written, option);
    }

    static bool TryRead(string text, out int seed) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed);

    static UsageException Fault(string written, string option) =>
        new($"Found {option} {SafeText.Quoted(written)}, expected at most {Most} different seeds such as 0-4 or 0,1,2.");
}
