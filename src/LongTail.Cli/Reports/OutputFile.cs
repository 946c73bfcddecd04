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
    /// <param name="path">The file; an earlier report there will be replaced.</param>
    /// <param name="option">That asks for it.</param>
    /// <param name="mark">What every such report has near its beginning: another file is not replaced. Null replaces any.</param>
    /// <exception cref="UsageException">Its folder is missing, it is no path of a file, or another file is there.</exception>
    /// <exception cref="StorageException">It cannot be written there.</exception>
    public static void Check(string? path, string option, string? mark)
    {
        if (path is null) return;
        if (path.Trim().Length == 0 || path.Contains('\0', StringComparison.Ordinal) || Path.GetFileName(path).Length == 0 || Directory.Exists(path))
            throw new UsageException($"Found {option} {SafeText.Quoted(path)}, expected the path of a file.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            throw new UsageException($"Found {option} {SafeText.Quoted(path)} in a folder that does not exist, expected one that does. Make {SafeText.Of(folder, 400)} first.");
        OutputCheck.RequireWritable(folder);
        OutputCheck.RequireRegular(path);
        if (mark is not null && File.Exists(path) && Beginning(path) is { Length: > 0 } beginning && !beginning.Contains(mark, StringComparison.Ordinal))
            throw new UsageException($"Found a file at {option} {SafeText.Quoted(path)} that is no such report of longtail, expected none, or an earlier report to replace. Name another file, or delete that one.");
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

    static string Beginning(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] first = new byte[Math.Min(file.Length, 1 << 14)];
            return Encoding.UTF8.GetString(first, 0, file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)).ReplaceLineEndings("\n");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{path}: found that it cannot be read ({fault.Message.TrimEnd('.')}), expected a report that can be replaced. Name another file, or delete that one.", fault);
        }
    }
}
