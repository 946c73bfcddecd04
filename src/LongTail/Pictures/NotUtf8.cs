namespace LongTail.Pictures;

/// <summary>Names of files in another encoding than UTF-8, which cannot be given back to the system: each wrong byte is read as U+FFFD.</summary>
static class NotUtf8
{
    public static bool Is(string path) => path.Contains('\uFFFD', StringComparison.Ordinal);

    /// <summary>For messages.</summary>
    public static string Told(string path) => $"Found {path}, whose name is not written in UTF-8 (\uFFFD stands where it is not), expected a name in UTF-8. Rename it, for example with convmv.";
}
