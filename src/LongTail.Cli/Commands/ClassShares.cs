using System.Collections.Immutable;
using System.Globalization;
using LongTail.Foundation;
using LongTail.Results;

namespace LongTail.Cli.Commands;

/// <summary>How often each class comes up, by its name: written in the command line, or in a file.</summary>
/// <param name="Entries">Name and share, on any scale, in the order written.</param>
/// <param name="Source">What was written in the command line, for messages.</param>
sealed record ClassShares(ImmutableArray<(string Name, double Share)> Entries, string Source)
{
    const int Named = 10;

    /// <summary>Reads a list such as cat=0.7,dog=0.3, or the file of that name, with a line such as cat,0.7 for each class; a head line may come first.</summary>
    /// <returns>Null where it is neither.</returns>
    /// <exception cref="UsageException">It is one of them, and a share is no number, or the file cannot be read.</exception>
    public static ClassShares? Read(string written, string option)
    {
        if (written.Contains('=', StringComparison.Ordinal) && !File.Exists(written)) return new([.. written.Split(',').Select(entry => EntryIn(entry, '=') ?? throw Unfit(entry, option, "NAME=SHARE, such as cat=0.7"))], written);
        if (!File.Exists(written)) return null;
        string[] lines = LinesOf(written, option);
        // What has no number in the first line is its head.
        return new([.. lines.Index().Where(line => line.Item.Trim().Length > 0 && (line.Index > 0 || EntryIn(line.Item, ',') is not null))
            .Select(line => EntryIn(line.Item, ',') ?? throw Unfit(line.Item, FormattableString.Invariant($"{option} {written}, line {line.Index + 1}"), "NAME,SHARE, such as cat,0.7"))], written);
    }

    /// <summary>The shares by label.</summary>
    /// <exception cref="UsageException">A class is missing, unknown or there twice, or the shares are none.</exception>
    public TestPrior Of(ImmutableArray<string> classNames)
    {
        if (Entries.FirstOrDefault(entry => !classNames.Contains(entry.Name)).Name is { } unknown)
            throw new UsageException($"Found a share of the class {SafeText.Quoted(unknown)} in {Where}, expected classes of the network.{NearestName.Hint(unknown, classNames)}");
        if (Entries.GroupBy(entry => entry.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UsageException($"Found two shares of the class {SafeText.Quoted(twice.Key)} in {Where}, expected one.");
        Dictionary<string, double> shares = Entries.ToDictionary(entry => entry.Name, entry => entry.Share, StringComparer.Ordinal);
        string[] missing = [.. classNames.Where(name => !shares.ContainsKey(name))];
        if (missing.Length > 0)
            throw new UsageException($"Found no share of {SafeText.Of(string.Join(", ", missing.Take(Named)), 400)}{(missing.Length > Named ? FormattableString.Invariant($" and {missing.Length - Named} more") : "")} in {Where}, expected one for each of {classNames.Length} classes; 0 for one that never comes up.");
        double sum = shares.Values.Sum();
        if (!double.IsFinite(sum)) throw new UsageException($"Found shares in {Where} whose sum is beyond any number, expected such as 0.7 or 700.");
        return sum > 0 ? TestPrior.Given([.. classNames.Select(name => shares[name])])
            : throw new UsageException($"Found no share above 0 in {Where}, expected one for some class.");
    }

    string Where => SafeText.Quoted(Source);

    // The last sign divides: a class may have it in its name. Names with a comma may stand in quotation marks.
    static (string, double)? EntryIn(string written, char sign)
    {
        int at = written.LastIndexOf(sign);
        if (at <= 0 || !double.TryParse(written[(at + 1)..].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double share) || !(share >= 0) || !double.IsFinite(share)) return null;
        string name = written[..at].Trim();
        return (name.Length >= 2 && name[0] == '"' && name[^1] == '"' ? name[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : name, share);
    }

    static string[] LinesOf(string path, string option)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Found {option} {SafeText.Quoted(path)}, which cannot be read ({fault.Message}), expected a file with a line class,share for each class.");
        }
    }

    static UsageException Unfit(string entry, string where, string expected) =>
        new($"Found {SafeText.Quoted(entry)} in {SafeText.Of(where, 300)}, expected {expected}, with a share of 0 or more.");
}
