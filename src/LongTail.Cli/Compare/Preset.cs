using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Methods;
using LongTail.Stages;

namespace LongTail.Cli.Compare;

/// <summary>Which of a catalog entry's settings are meant.</summary>
/// <param name="Name">On the command line.</param>
/// <param name="Of">The method with these settings.</param>
sealed record Preset(string Name, Func<MethodEntry, Method> Of)
{
    /// <summary>All of them, the usual one first.</summary>
    public static ImmutableArray<Preset> All { get; } =
    [
        new("fair", entry => entry.Method),
        new("paper", entry => entry.Paper ?? entry.Method),
        new("reference", entry => entry.Reference ?? entry.Method),
    ];

    /// <summary>The preset that a method's settings are of: of one that nothing was read of, always the fair one.</summary>
    public Preset For(MethodEntry entry) => entry.IsUnread ? All[0] : this;

    /// <exception cref="UsageException">There is none of this name.</exception>
    public static Preset Read(string written) => All.FirstOrDefault(preset => preset.Name == written)
        ?? throw new UsageException($"Found --preset {SafeText.Quoted(written)}, expected {string.Join(", ", All[..^1].Select(preset => preset.Name))} or {All[^1].Name}.");
}
