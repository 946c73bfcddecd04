using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Pictures;

/// <summary>Lists contradict themselves or each other: pictures with two labels, listed twice, in two parts, with labels that are no classes, or outside of the data folder. What such a list means nobody knows, so none of it is taken.</summary>
public sealed class ListedPicturesException : DataException
{
    const int Shown = 5;

    internal ListedPicturesException(ImmutableArray<LeftOut> files, string found, Func<LeftOut, string> shown, string whatToDo)
        : base($"{found}: {string.Join("; ", files.Take(Shown).Select(shown))}{(files.Length > Shown ? FormattableString.Invariant($"; and {files.Length - Shown} more, which longtail data check lists with --table FILE, for the same recipe and --data") : "")}. {whatToDo}") => Files = files;

    /// <summary>Each of them, with what is the matter.</summary>
    public ImmutableArray<LeftOut> Files { get; }
}
