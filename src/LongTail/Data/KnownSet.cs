using System.Collections.Immutable;

namespace LongTail.Data;

/// <summary>An image set the program knows by name.</summary>
public sealed record KnownSet
{
    readonly Func<string?, PublishedSet> _reader;

    internal KnownSet(Func<string?, PublishedSet> reader) => _reader = reader;

    /// <summary>What <see cref="TrainingSet.Set"/> says.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in a line for people.</summary>
    public required string Title { get; init; }

    /// <summary>Size of the images.</summary>
    public required ImageShape Shape { get; init; }

    /// <summary>Names by label.</summary>
    public required ImmutableArray<string> ClassNames { get; init; }

    /// <summary>Constants the field normalises it with.</summary>
    public required Normalization Normalization { get; init; }

    /// <summary>True when its files must be given in a folder; false when it is part of the program.</summary>
    public required bool NeedsFolder { get; init; }

    /// <summary>Reads the set as published, before any cut. CIFAR's pixels are read when they are asked for, or a cut is made of them: until then its files have to stay where they are.</summary>
    /// <param name="folder">Where its files are; not used by an embedded set.</param>
    /// <exception cref="Foundation.DataException">A file is missing or damaged.</exception>
    public PublishedSet Read(string? folder) => _reader(folder);
}
