using System.Collections.Immutable;

namespace LongTail.Recipes;

/// <summary>One thing a recipe may say.</summary>
/// <param name="Path">Such as "epochs" or "optimizer.learningRate".</param>
/// <param name="Rule">What its value may be.</param>
/// <param name="Default">JSON text of the value that holds when nothing is said; null when something must be said.</param>
sealed record RecipeKey(string Path, ValueRule Rule, string? Default)
{
    /// <summary>The choice that gives the key a meaning; null when it always has one.</summary>
    public Choice? OnlyFor { get; init; }

    /// <summary>What holds when nothing is said, by the value of the choice it belongs to, where that differs; null otherwise.</summary>
    public ImmutableDictionary<string, string>? Defaults { get; init; }

    /// <summary>Setting it to another value drops the keys that only the former value gave a meaning.</summary>
    public bool Decides { get; init; }

    /// <summary>The part after the dot.</summary>
    public string Leaf => Path[(Path.IndexOf('.', StringComparison.Ordinal) + 1)..];

    /// <summary>The part before the dot; empty for keys outside of sections.</summary>
    public string Section => Path.Contains('.', StringComparison.Ordinal) ? Path[..Path.IndexOf('.', StringComparison.Ordinal)] : "";
}

/// <summary>Another key and the values of it that count, such as method.name and kd, bkd.</summary>
sealed record Choice(string Path, params string[] Values)
{
    /// <summary>All values count but these.</summary>
    public bool Except { get; init; }

    /// <summary>The values that count, to follow "is".</summary>
    public string Counted => Except ? $"none of {string.Join(", ", Values)}" : string.Join(" or ", Values);

    /// <summary>Whether a value counts.</summary>
    public bool Counts(string? value) => Values.Contains(value) != Except;
}
