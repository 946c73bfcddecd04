using System.Collections.Immutable;

namespace LongTail.Pictures;

/// <summary>Tells by its name whether a file is meant to be a picture.</summary>
static class PictureName
{
    static readonly ImmutableArray<string> s_endings = [".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"];

    /// <summary>For messages.</summary>
    public static string Endings => string.Join(", ", s_endings);

    public static bool Is(string path) => s_endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
