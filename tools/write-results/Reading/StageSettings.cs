using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace LongTail.Tools.WriteResults.Reading;

/// <summary>The settings of a stage as its canonical text tells them, such as "Stage{BatchSize:64;...;Seed:0;}".</summary>
/// <param name="Members">Value by name, as written, without the seeds of the stage and of its teachers.</param>
sealed partial record StageSettings(ImmutableSortedDictionary<string, string> Members)
{
    /// <summary>What methods differ in by their nature. Everything else must be equal for a comparison.</summary>
    static readonly ImmutableHashSet<string> OfTheMethod = ["Objective", "Sampling", "PairedWith", "Generation", "Trained", "StartFrom", "StartWith", "FrozenStatistics", "Feedback", "Teachers"];

    /// <summary>The settings that all methods of one experiment share.</summary>
    public ImmutableSortedDictionary<string, string> Shared => Members.RemoveRange(OfTheMethod);

    /// <summary>The settings that make the method, without the networks it learned from.</summary>
    public ImmutableSortedDictionary<string, string> Own => Members.RemoveRange(Shared.Keys).RemoveRange(["StartFrom", "Teachers"]);

    /// <summary>Takes a canonical text apart.</summary>
    /// <exception cref="RefusedRunException">It is none.</exception>
    public static StageSettings Of(string text)
    {
        const string begin = "Stage{", end = "}";
        if (!text.StartsWith(begin, StringComparison.Ordinal) || !text.EndsWith(end, StringComparison.Ordinal))
            throw new RefusedRunException($"found a stage.txt of \"{text[..Math.Min(text.Length, 40)]}\", expected the canonical text of a stage. Use the version of the tool that belongs to the run.");
        var members = Split(Seed().Replace(text, "")[begin.Length..^end.Length]).Select(member => member.Split(':', 2));
        return new(members.ToImmutableSortedDictionary(member => member[0], member => member[1], StringComparer.Ordinal));
    }

    /// <summary>Members end in ';' outside of braces, brackets and quotes.</summary>
    static IEnumerable<string> Split(string members)
    {
        int depth = 0, begin = 0;
        bool quoted = false;
        for (int i = 0; i < members.Length; i++)
        {
            char c = members[i];
            if (c == '"') quoted = !quoted;
            else if (quoted) i += c == '\\' ? 1 : 0;
            else if (c is '{' or '[') depth++;
            else if (c is '}' or ']') depth--;
            else if (c == ';' && depth == 0)
            {
                yield return members[begin..i];
                begin = i + 1;
            }
        }
    }

    [GeneratedRegex("(?<=[{;])Seed:[^;]*;")]
    private static partial Regex Seed();
}
