using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Pictures;

/// <summary>More pictures are missing or have unreadable headers than <see cref="PictureSource.MostUnreadable"/> allows, or some are there and may not be read.</summary>
public sealed class UnreadablePicturesException : DataException
{
    const int Shown = 5;

    UnreadablePicturesException(ImmutableArray<LeftOut> files, string found, Func<LeftOut, string> shown, string whatToDo)
        : base($"{found}: {string.Join("; ", files.Take(Shown).Select(shown))}{(files.Length > Shown ? FormattableString.Invariant($"; and {files.Length - Shown} more") : "")}. "
            + $"longtail data check lists them all with --table FILE, for the same recipe and --data. {whatToDo}") => Files = files;

    internal UnreadablePicturesException(ImmutableArray<LeftOut> files, int pictures, double most, string root)
        : this(files, FormattableString.Invariant($"Found {files.Length} unreadable picture(s) of {pictures} in {root}, expected at most {100 * most:0.##} %"), file => $"{file.Path}: {file.Reason.TrimEnd('.')}",
            "Repair or remove them, or raise data.mostUnreadable to leave them out.")
    {
    }

    /// <summary>Of pictures that lists name and that are not there.</summary>
    internal static UnreadablePicturesException Missing(ImmutableArray<LeftOut> files, int pictures, string root) =>
        new(files, FormattableString.Invariant($"Found no file of {files.Length} of {pictures} listed picture(s) in {root}, expected all to be there"), file => file.Path,
            "Put them there, correct the lists or --data, or set data.mostUnreadable to the share of pictures that may be left out.");

    /// <summary>Of pictures that are there, and that the operating system does not give.</summary>
    internal static UnreadablePicturesException Refused(ImmutableArray<LeftOut> files, int pictures, string root) =>
        new(files, FormattableString.Invariant($"Found {files.Length} of {pictures} picture(s) in {root} that are there and cannot be read"), file => file.Reason.TrimEnd('.'),
            "Give permission to read them, close them in other programs or look at the disk; without them the data would be other data. Or take them out of the folder.");

    /// <summary>Each of them, with the reason.</summary>
    public ImmutableArray<LeftOut> Files { get; }
}
