namespace LongTail.Store;

/// <summary>Names a file in a sealed folder may have: the same on every system, and never a path.</summary>
static class SealedFileName
{
    const int Longest = 100;

    /// <summary>Letters, digits, dot, hyphen and underscore of ASCII; no dot in front; not the manifest's.</summary>
    internal static bool IsAllowed(string name) =>
        name.Length is > 0 and <= Longest
        && name[0] != '.'
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_')
        && !name.Equals(FolderManifest.FileName, StringComparison.OrdinalIgnoreCase);
}
