using LongTail.Foundation;

namespace LongTail.Pictures;

/// <summary>Reads files of data; what the operating system refuses becomes a <see cref="DataException"/> that names the file.</summary>
static class DataFile
{
    /// <summary>What a file is expected to be of which nothing else is known, for messages.</summary>
    public const string Readable = "a readable file; check that it is there, and its permissions";

    /// <summary>The whole file.</summary>
    /// <exception cref="DataException">It is missing or cannot be read.</exception>
    public static byte[] Bytes(string path) => Read(path, Readable, File.ReadAllBytes);

    /// <summary>All lines of a text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What the file is to be and what to check, for messages.</param>
    /// <exception cref="DataException">It is missing or cannot be read.</exception>
    public static string[] Lines(string path, string expected = Readable) => Read(path, expected, File.ReadAllLines);

    /// <summary>Reads a file or folder.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What the file is to be and what to check, for messages.</param>
    /// <param name="read">Reads; no code of a caller.</param>
    /// <exception cref="DataException">It is missing or cannot be read.</exception>
    public static T Read<T>(string path, string expected, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception fault) when (IsReadFailure(fault))
        {
            throw Unreadable(path, expected, fault);
        }
    }

    /// <summary>What the operating system says of a file that it does not give.</summary>
    public static bool IsReadFailure(Exception fault) => fault is IOException or UnauthorizedAccessException;

    /// <summary>The wording of it.</summary>
    public static DataException Unreadable(string path, Exception fault) => Unreadable(path, Readable, fault);

    static DataException Unreadable(string path, string expected, Exception fault) =>
        new(NotUtf8.Is(path) ? NotUtf8.Told(path) : $"Found {path}, which cannot be read ({fault.Message.TrimEnd('.')}), expected {expected}.", fault);
}
