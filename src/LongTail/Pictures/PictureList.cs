using System.Collections.Immutable;
using LongTail.Imaging;

namespace LongTail.Pictures;

/// <summary>Pictures by file name, each with the label of its class: what every kind of source comes to.</summary>
/// <param name="Paths">Below the data folder, with / between folders, [N].</param>
/// <param name="Labels">[N], each 0 or more.</param>
sealed record PictureList(ImmutableArray<string> Paths, ImmutableArray<int> Labels)
{
    public static PictureList Empty { get; } = new([], []);

    public int Count => Paths.Length;

    /// <summary>Some of them, in the order given.</summary>
    public PictureList Select(IEnumerable<int> chosen)
    {
        int[] positions = [.. chosen];
        return new([.. positions.Select(position => Paths[position])], [.. positions.Select(position => Labels[position])]);
    }

    /// <summary>The same pictures under other paths.</summary>
    public PictureList At(Func<string, int, string> path) => this with { Paths = [.. Paths.Select((old, i) => path(old, Labels[i]))] };
}

/// <summary>A source as read: pictures for training and, where it says so, for measuring.</summary>
/// <param name="Train">All pictures where the source does not divide them.</param>
/// <param name="Test">Null where the source does not divide its pictures.</param>
/// <param name="ClassNames">By label; null where labels are all there is.</param>
sealed record PictureListing(PictureList Train, PictureList? Test, ImmutableArray<string>? ClassNames)
{
    /// <summary>Pictures to choose an epoch on; null where the source names none.</summary>
    public PictureList? Validation { get; init; }

    /// <summary>What lay there and was not taken.</summary>
    public ImmutableArray<LeftOut> LeftOut { get; init; } = [];

    /// <summary>What to know about what was taken, in sentences.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];
}

/// <summary>A file that was not taken, and why.</summary>
/// <param name="Path">Below the data folder.</param>
/// <param name="Kind">One of few words to count by, such as "no picture" or "second name".</param>
/// <param name="Reason">In a sentence.</param>
public sealed record LeftOut(string Path, string Kind, string Reason)
{
    /// <summary>Whether it was meant to be a picture, and could not be read as one.</summary>
    public bool IsUnreadable => Enum.TryParse<PictureFault>(Kind, out _) || Kind is "Missing" or "not UTF-8" or PictureInspection.NotRead;
}
