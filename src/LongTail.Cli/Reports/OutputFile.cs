using System.Text;
using LongTail.Foundation;
using LongTail.Runs;
using LongTail.Store;

namespace LongTail.Cli.Reports;

/// <summary>A file that an option asks for.</summary>
static class OutputFile
{
    /// <summary>Writes a text whole or not at all.</summary>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static void Write(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Sees that a file can be where an option says; nothing is said of null.</summary>
    /// <exception cref="UsageException">Its folder is missing, or it is no path of a file.</exception>
    /// <exception cref="StorageException">It cannot be written there.</exception>
    public static void Check(string? path, string option)
    {
        if (path is null) return;
        if (path.Trim().Length == 0 || path.Contains('\0', StringComparison.Ordinal) || Path.GetFileName(path).Length == 0 || Directory.Exists(path))
            throw new UsageException($"Found {option} {SafeText.Quoted(path)}, expected the path of a file.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            throw new UsageException($"Found {option} {SafeText.Quoted(path)} in a folder that does not exist, expected one that does. Make {SafeText.Of(folder, 400)} first.");
        OutputCheck.RequireWritable(folder);
        if (!OperatingSystem.IsWindows() || !File.Exists(path)) return;
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete).Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What another program has open cannot be replaced there.
            throw new StorageException($"{path}: found that it cannot be written ({fault.Message.TrimEnd('.')}), expected a file that no other program has open. Close it there, or name another file with {option}.", fault);
        }
    }
}
