using System.Collections.Immutable;

namespace LongTail.Pictures;

/// <summary>Tells by its name whether a file is meant to be a picture.</summary>
static class PictureName
{
    static readonly ImmutableArray<string> s_endings = [".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"];

    // Of telephones, cameras and scanners.
    static readonly ImmutableArray<string> s_unread = [".heic", ".heif", ".avif", ".jxl", ".jp2", ".tif", ".tiff", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".raf"];

    static readonly ImmutableArray<string> s_hidden = ["__MACOSX", "@eaDir", "$RECYCLE.BIN", "System Volume Information", "lost+found"];

    /// <summary>For messages.</summary>
    public static string Endings => string.Join(", ", s_endings);

    public static bool Is(string path) => s_endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Why a file that lies in a folder is not taken; null where it is.</summary>
    /// <param name="path">Below the folder, with / between folders.</param>
    public static LeftOut? WhyNot(string path) =>
        path.Split('/').Any(IsHidden) ? Hidden(path)
        : s_unread.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) ? new(path, "no picture", $"a picture of a format that is not read here. Save it as JPEG or PNG: read are {Endings}.")
        : !Is(path) ? new(path, "no picture", $"its name has none of the endings {Endings}.")
        : null;

    /// <summary>What is said of one that is hidden.</summary>
    public static LeftOut Hidden(string path) => new(path, "hidden", "hidden, or left by an archive program or the system.");

    /// <summary>Whether a folder or file is not meant to be seen, by its name: of archive programs, of network storage (thumbnails), of Windows and of Linux at the top of a drive.</summary>
    public static bool IsHidden(string part) => part.StartsWith('.') || s_hidden.Contains(part);

    /// <summary>The same of one on disk, by its name or, on Windows, as the system has marked it.</summary>
    public static bool IsHidden(FileSystemInfo entry) =>
        IsHidden(entry.Name) || OperatingSystem.IsWindows() && entry.Attributes.HasFlag(FileAttributes.Hidden);
}
