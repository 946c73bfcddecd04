using System.Collections.Immutable;

namespace LongTail.Pictures;

/// <summary>Tells by its name whether a file is meant to be a picture.</summary>
static class PictureName
{
    static readonly ImmutableArray<string> s_endings = [".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"];

    /// <summary>For messages.</summary>
    public static string Endings => string.Join(", ", s_endings);

    public static bool Is(string path) => s_endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Why a file that lies in a folder is not taken; null where it is.</summary>
    /// <param name="path">Below the folder, with / between folders.</param>
    public static LeftOut? WhyNot(string path) =>
        path.Split('/').Any(IsHidden) ? new(path, "hidden", "hidden, or left by an archive program.")
        : !Is(path) ? new(path, "no picture", $"its name has none of the endings {Endings}.")
        : null;

    /// <summary>Whether a folder or file is not meant to be seen, by its name.</summary>
    public static bool IsHidden(string part) => part.StartsWith('.') || part == "__MACOSX";
}
