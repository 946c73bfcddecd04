using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Reads whole files; what the operating system refuses becomes a <see cref="DataException"/> that names the file.</summary>
static class DataFile
{
    public static byte[] Bytes(string path) => Read(path, File.ReadAllBytes);

    public static string[] Lines(string path) => Read(path, File.ReadAllLines);

    static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"Found {path}, which cannot be read ({fault.Message}). Expected a readable file; check its permissions.", fault);
        }
    }
}
