using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using LongTail.Foundation;

namespace LongTail.Pictures;

/// <summary>Divides pictures into those to train on and those to measure on, so that every class has some in both.</summary>
/// <remarks>
/// Which picture goes where is a function of its path and the seed: a picture that is added or taken away moves no other. Pictures of one group,
/// such as those of one patient, stay together.
/// </remarks>
sealed class HeldOut
{
    readonly double _fraction;
    readonly int _seed;
    readonly Regex? _group;

    /// <param name="fraction">Of each class for measuring, above 0 and below 1; at least one picture, and at most all but one.</param>
    /// <param name="seed">Another one is another division.</param>
    /// <param name="groupBy">A regular expression whose first parentheses, or whole match, name the group in a path; null where each picture is by itself.</param>
    /// <exception cref="RecipeException">The expression is none.</exception>
    public HeldOut(double fraction, int seed, string? groupBy)
    {
        (_fraction, _seed) = (fraction, seed);
        try
        {
            // Without backtracking: an expression from a recipe cannot hang the program.
            _group = groupBy is null ? null : new(groupBy, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            throw new RecipeException($"Found data.groupBy {groupBy}, expected a regular expression without look-around and back references ({fault.Message}).", fault);
        }
    }

    /// <summary>The pictures to train on and those to measure on, each in their own order.</summary>
    /// <param name="pictures">All of them.</param>
    /// <param name="nameOf">Names a class in messages.</param>
    /// <exception cref="DataException">A class has one picture or one group only, or no path has a group.</exception>
    /// <remarks>A path without a group is a group by itself; <see cref="WithoutGroup"/> counts them.</remarks>
    public (PictureList Train, PictureList Test) Divide(PictureList pictures, Func<int, string> nameOf)
    {
        if (WithoutGroup(pictures) is var alone and > 0 && alone == pictures.Count)
            throw new DataException($"Found none of {pictures.Count} paths in which data.groupBy {_group} finds a group, such as {pictures.Paths[0]}, expected one in each path. Correct the expression, or leave it out.");
        int classes = pictures.Labels.Max() + 1;
        int[] left = new int[classes], wanted = new int[classes], taken = new int[classes];
        foreach (int label in pictures.Labels) left[label]++;
        for (int label = 0; label < classes; label++) wanted[label] = (int)Math.Clamp(Math.Round(_fraction * left[label], MidpointRounding.AwayFromZero), 1, Math.Max(1, left[label] - 1));
        bool[] measured = new bool[pictures.Count];
        foreach (int[] group in Groups(pictures))
        {
            var perClass = group.CountBy(picture => pictures.Labels[picture]).ToArray();
            if (!perClass.Any(part => taken[part.Key] < wanted[part.Key]) || perClass.Any(part => left[part.Key] <= part.Value || taken[part.Key] >= wanted[part.Key])) continue;
            foreach ((int label, int count) in perClass)
            {
                left[label] -= count;
                taken[label] += count;
            }
            foreach (int picture in group) measured[picture] = true;
        }
        string[] undivided = [.. Enumerable.Range(0, classes).Where(label => left[label] + taken[label] > 0 && (left[label] == 0 || taken[label] == 0)).Select(nameOf)];
        if (undivided.Length > 0)
            throw new DataException($"Found {undivided.Length} class(es) that cannot be divided, since all their pictures are {(_group is null ? "one" : "in one group, or in groups with those of other classes")}: {string.Join(", ", undivided.Take(20))}. Expected at least two for each class: one to train on, one to measure on. Add pictures, take the class out, or give a list for data.test.");
        return (pictures.Select(Where(false)), pictures.Select(Where(true)));

        IEnumerable<int> Where(bool test) => Enumerable.Range(0, pictures.Count).Where(picture => measured[picture] == test);
    }

    /// <summary>How many paths data.groupBy finds no group in; 0 where it is not asked for.</summary>
    public int WithoutGroup(PictureList pictures) => _group is null ? 0 : pictures.Paths.Count(path => !_group.IsMatch(path));

    // In an order that depends on nothing but seed and name.
    IEnumerable<int[]> Groups(PictureList pictures) => Enumerable.Range(0, pictures.Count)
        .GroupBy(picture => GroupOf(pictures.Paths[picture]), StringComparer.Ordinal)
        .Select(group => (Order: OrderOf(group.Key), Pictures: group.ToArray()))
        .OrderBy(group => group.Order, StringComparer.Ordinal)
        .Select(group => group.Pictures);

    string GroupOf(string path)
    {
        if (_group is null) return path;
        Match match = _group.Match(path);
        return !match.Success ? path : match.Groups.Count > 1 ? match.Groups[1].Value : match.Value;
    }

    string OrderOf(string name) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{_seed}/{name}")));
}
