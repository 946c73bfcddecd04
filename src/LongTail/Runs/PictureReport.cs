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

    /// <summary>Different files that are the same picture to the eye, such as one saved again at another size, those of most files first. Of files that are equal, only the first is among them.</summary>
    public required ImmutableArray<RepeatedPictures> Alike { get; init; }

    /// <summary>Pictures of each format, by what they begin with, not by their names.</summary>
    public required ImmutableDictionary<string, int> Formats { get; init; }

    /// <summary>Upright columns and rows of the pictures that can be drawn, by their number of pixels; the smallest first.</summary>
    public required ImmutableArray<(int Width, int Height)> Sizes { get; init; }

    /// <summary>All of it as lines for a table: the damaged ones, then the second and later ones of equal files, and of those that look alike.</summary>
    public IEnumerable<LeftOut> Findings =>
    [
        .. Damaged,
        .. Equal.SelectMany(equal => equal.Paths.Skip(1).Select(path => new LeftOut(path, equal.Kind, $"the same file as {equal.Paths[0]}."))),
        .. Alike.SelectMany(alike => alike.Paths.Skip(1).Select(path => new LeftOut(path, alike.Kind, $"looks like {alike.Paths[0]}."))),
    ];
}

/// <summary>Files of one picture.</summary>
/// <param name="AreEqual">Byte for byte; otherwise to the eye.</param>
/// <param name="Paths">Below the data folder, two or more.</param>
/// <param name="InTwoClasses">Not all of them have one label: at least one label is wrong.</param>
/// <param name="Parts">Those they lie in, of training, test and validation: of more than one, what is measured is too good.</param>
public sealed record RepeatedPictures(bool AreEqual, ImmutableArray<string> Paths, bool InTwoClasses, ImmutableArray<string> Parts)
{
    /// <summary>In few words.</summary>
    public string Kind => (AreEqual ? "equal files" : "look alike") + (InTwoClasses ? ", two classes" : Parts.Length > 1 ? $", {string.Join(" and ", Parts)}" : "");
}
