namespace LongTail.Packs;

/// <summary>By what a picture's file is recognised without reading it.</summary>
/// <param name="Length">In bytes; -1 where there is no such file.</param>
/// <param name="Time">Of the last writing, in 100 ns since 1601 began, UTC.</param>
readonly record struct SourceStamp(long Length, long Time)
{
    static readonly SourceStamp Missing = new(-1, 0);

    /// <summary>Of a file as it is now. One that may not be looked at counts as missing: whoever reads it then says why.</summary>
    public static SourceStamp Of(string file)
    {
        try
        {
            FileInfo found = new(file);
            if (found.Exists && found.Attributes.HasFlag(FileAttributes.ReparsePoint) && File.ResolveLinkTarget(file, returnFinalTarget: true) is FileInfo target) found = target;
            return found.Exists ? new(found.Length, found.LastWriteTimeUtc.ToFileTimeUtc()) : Missing;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)   // the last: a time before 1601
        {
            return Missing;
        }
    }
}
