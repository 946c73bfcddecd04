using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Methods;

namespace LongTail.Cli.Compare;

/// <summary>A method as it is asked for on the command line.</summary>
/// <param name="Entry">Of the catalog.</param>
/// <param name="Label">The name, with the settings that were written behind it.</param>
/// <param name="Settings">Names and values as written.</param>
/// <param name="IsByName">False for one that came with a word for several: it may turn out not to fit the data.</param>
sealed record MethodChoice(MethodEntry Entry, string Label, ImmutableArray<(string Name, string Value)> Settings, bool IsByName)
{
    const string Paper = "paper", All = "all";

    /// <summary>What is compared when nothing is said.</summary>
    public const string Usual = Paper;

    /// <summary>The thirteen rows of the paper's tables.</summary>
    static readonly ImmutableArray<string> s_paper = ["ce", "kd", "cb", "cb-focal", "focal", "ldam-drw", "bbn", "la", "lfme", "oltr", "crt", "bkd", "bkd-crt"];

    /// <summary>What may be written without settings.</summary>
    public static ImmutableArray<string> Words { get; } = [.. MethodCatalog.All.Select(entry => entry.Name), Paper, All];

    /// <summary>Reads the words, each method once and in the order of the catalog.</summary>
    /// <param name="written">Such as "kd", "bkd:temperature=4,beta=0.9" or "paper".</param>
    /// <exception cref="UsageException">An unknown method, not of that form, or a method twice.</exception>
    public static ImmutableArray<MethodChoice> Read(IEnumerable<string> written)
    {
        MethodChoice[] choices = [.. written.SelectMany(Read)];
        if (choices.GroupBy(choice => choice.Label).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UsageException($"Found the method {SafeText.Quoted(twice.Key)} twice, expected each once{(twice.All(choice => choice.IsByName) ? "" : "; paper and all name several")}.");
        return [.. choices.OrderBy(choice => MethodCatalog.All.IndexOf(choice.Entry))];
    }

    static IEnumerable<MethodChoice> Read(string written) => written switch
    {
        Paper => MethodCatalog.All.Where(entry => s_paper.Contains(entry.Name)).Select(Several),
        All => MethodCatalog.All.Select(Several),
        _ => [One(written)],
    };

    static MethodChoice Several(MethodEntry entry) => new(entry, entry.Name, [], IsByName: false);

    static MethodChoice One(string written)
    {
        string[] parts = written.Split(':', 2);
        MethodEntry entry = MethodCatalog.All.FirstOrDefault(known => known.Name == parts[0])
            ?? throw new UsageException($"Found the unknown method {SafeText.Quoted(parts[0])}.{NearestName.Hint(parts[0], Words)} Expected {string.Join(", ", Words[..^1])} or {Words[^1]}.");
        ImmutableArray<(string Name, string Value)> settings = parts.Length == 1 ? [] : [.. parts[1].Split(',').Select(setting => SettingIn(setting, written))];
        if (settings.GroupBy(setting => setting.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UsageException($"Found {SafeText.Quoted(twice.Key)} twice in {SafeText.Quoted(written)}, expected it once.");
        return new(entry, written, settings, IsByName: true);
    }

    static (string, string) SettingIn(string setting, string written)
    {
        string[] sides = setting.Split('=', 2, StringSplitOptions.TrimEntries);
        return sides is [not "", not ""] ? (sides[0], sides[1])
            : throw new UsageException($"Found {SafeText.Quoted(written)}, expected METHOD or METHOD:SETTING=VALUE,SETTING=VALUE, such as bkd:temperature=4.");
    }
}
