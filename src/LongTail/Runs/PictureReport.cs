using System.Collections.Immutable;
using LongTail.Pictures;

namespace LongTail.Runs;

/// <summary>What a look at every pixel of a set of pictures brought to light.</summary>
public sealed record PictureReport
{
    /// <summary>Pictures that cannot be drawn, or not as they were: missing, truncated, damaged, too large or no pictures at all.</summary>
    public required ImmutableArray<LeftOut> Damaged { get; init; }

    /// <summary>Files that are equal byte for byte, those of most files first.</summary>
    public required ImmutableArray<RepeatedPictures> Equal { get; init; }

    /// <summary>Different files that are the same picture to the eye, such as one saved again at another size, or hang together by such; those of most files first. Of files that are equal, only the first is among them.</summary>
    public required ImmutableArray<RepeatedPictures> Alike { get; init; }

    /// <summary>Pictures of each format, by what they begin with, not by their names.</summary>
    public required ImmutableDictionary<string, int> Formats { get; init; }

    /// <summary>Upright columns and rows of the pictures that can be drawn, by their number of pixels; the smallest first.</summary>
    public required ImmutableArray<(int Width, int Height)> Sizes { get; init; }

    /// <summary>All of it as lines for a table: the damaged ones, then the second and later ones of equal files, and of those that look alike.</summary>
    public IEnumerable<LeftOut> Findings =>
    [
        .. Damaged,
        .. Equal.SelectMany(equal => equal.Others.Select(other => new LeftOut(other.Path, equal.Kind, $"the same file as {other.Like}."))),
        .. Alike.SelectMany(alike => alike.Others.Select(other => new LeftOut(other.Path, alike.Kind, $"looks like {other.Like}."))),
    ];
}
