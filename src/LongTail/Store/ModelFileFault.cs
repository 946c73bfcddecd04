using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>The wording of refused files: which file, found, expected, what to do.</summary>
static class ModelFileFault
{
    internal static ModelFileException Damaged(string source, string found, string expected, Exception? inner = null) =>
        new($"{source}: found {found}, expected {expected}. The file is damaged or of another format: copy or export it again.", inner);

    /// <summary>Of a file in a sealed folder, which nobody exports by itself.</summary>
    internal static ModelFileException DamagedPart(string source, string found, string expected) =>
        new($"{source}: found {found}, expected {expected}. The folder {Path.GetDirectoryName(source)} is damaged: copy it again from where it is whole, or delete it, and it is made anew.");

    internal static ModelFileException Unreadable(string source, Exception inner) =>
        new($"{source}: found that it cannot be read ({inner.Message}), expected a readable file. Check the path and its permissions.", inner);

    internal static bool IsReadFailure(Exception e) => e is IOException or UnauthorizedAccessException;
}
