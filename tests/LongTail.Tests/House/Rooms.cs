using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace LongTail.Tests.House;

/// <summary>Who may use whom, as ARCHITECTURE.md says: a fenced block of lines "Room : Room Room".</summary>
/// <param name="May">For each room, the rooms it may use.</param>
/// <param name="WithoutTorch">Rooms that must not mention TorchSharp.</param>
sealed partial record Rooms(ImmutableSortedDictionary<string, ImmutableArray<string>> May, ImmutableArray<string> WithoutTorch)
{
    const string Everything = "everything above", NoTorch = "no TorchSharp";

    /// <summary>Reads the table; lines of the document that are not rows are passed over.</summary>
    public static Rooms Read(string document)
    {
        List<string> above = [], withoutTorch = [];
        var may = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (Match row in Row().Matches(document))
        {
            string room = row.Groups["room"].Value, used = row.Groups["used"].Value.Trim();
            may.Add(room, used == Everything ? [.. above] : used == "-" ? [] : [.. used.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
            if (row.Groups["note"].Value.Trim() == NoTorch) withoutTorch.Add(room);
            above.Add(room);
        }
        return new(may.ToImmutable(), [.. withoutTorch]);
    }

    /// <summary>What a source file does that the table does not allow, as sentences.</summary>
    /// <param name="path">Relative to the library, such as "Methods/Bkd.cs".</param>
    /// <param name="source">The file's text.</param>
    /// <param name="space">The namespace below LongTail that is expected; null for the room's.</param>
    public IEnumerable<string> Faults(string path, string source, string? space = null)
    {
        string room = path.Split('/')[0];
        space ??= room;
        string code = Comment().Replace(source, "");
        foreach (string used in Mention().Matches(code).Select(match => match.Groups[1].Value).Distinct())
            if (used != room && May.ContainsKey(used) && !May[room].Contains(used)) yield return $"{path} uses {used}: not in the table.";
        string? name = Namespace().Match(code) is { Success: true } match ? match.Groups[1].Value : null;
        if (name != $"LongTail.{space}") yield return $"{path} has the namespace {name ?? "(none)"}: LongTail.{space} is expected.";
        if (WithoutTorch.Contains(room) && code.Contains("TorchSharp", StringComparison.Ordinal)) yield return $"{path} mentions TorchSharp: {room} must do without.";
    }

    [GeneratedRegex(@"^(?<room>[A-Z]\w+) *: (?<used>[^;\r\n]+)(?:; (?<note>[^\r\n]+))?\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();

    // A using line, a qualified name, or the short form that a file inside LongTail may write: Foundation.DataException.
    [GeneratedRegex(@"(?:\bLongTail\.|(?<![\w.])(?=[A-Z]\w+\.[A-Z]))([A-Z]\w+)")]
    private static partial Regex Mention();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();
}
