using System.Security.Cryptography;
using LongTail.Foundation;

namespace LongTail.Cli.Downloads;

/// <summary>The checksum that the authors of data sets publish.</summary>
static class Checksum
{
    /// <summary>MD5 of what follows in a stream, as lower-case hexadecimal digits.</summary>
#pragma warning disable CA5351 // not against an attacker who can choose both files: the authors publish nothing stronger
    public static string Of(Stream stream) => Convert.ToHexStringLower(MD5.HashData(stream));
#pragma warning restore CA5351

    /// <summary>Whether a file has the published size and checksum; one of another size is not read.</summary>
    /// <exception cref="DataException">It is there and cannot be read.</exception>
    public static bool Fits(string path, PublishedFile file)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true } found || found.Length != file.Bytes) return false;
            using FileStream stream = File.OpenRead(path);
            return Of(stream) == file.Md5;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"Found {path}, which cannot be read ({fault.Message.TrimEnd('.')}), expected {file.Name} as published, or nothing there. Check its permissions, or move it away.", fault);
        }
    }
}
