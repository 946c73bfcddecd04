using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Pictures;

/// <summary>More pictures have unreadable headers than <see cref="PictureSource.MostUnreadable"/> allows.</summary>
public sealed class UnreadablePicturesException : DataException
{
    const int Shown = 5;

    internal UnreadablePicturesException(ImmutableArray<LeftOut> files, int pictures, double most, string root)
        : base(FormattableString.Invariant($"Found {files.Length} unreadable picture(s) of {pictures} in {root}, expected at most {100 * most:0.##} %: {string.Join("; ", files.Take(Shown).Select(file => $"{file.Path}: {file.Reason.TrimEnd('.')}"))}{(files.Length > Shown ? $"; and {files.Length - Shown} more" : "")}. ")
            + "longtail data check lists them all with --table FILE, for the same recipe and --data. Repair or remove them, or raise data.mostUnreadable to leave them out.") => Files = files;

    /// <summary>Each of them, with the reason.</summary>
    public ImmutableArray<LeftOut> Files { get; }
}
