using System.Text.RegularExpressions;

namespace LongTail.Store;

/// <summary>Names of unfinished files and folders: ".name.process-number.tmp" beside the name they will have.</summary>
static partial class Temporary
{
    /// <summary>Makes a new folder that no other process or thread uses, and opens its first file.</summary>
    /// <param name="disk">Where.</param>
    /// <param name="path">The name it will have.</param>
    /// <param name="claim">The file whose exclusive creation decides whose folder it is.</param>
    internal static (string Folder, Stream Claim) NewFolder(IDisk disk, string path, string claim)
    {
        for (int number = 0; ; number++)
        {
            string folder = Name(path, number);
            if (Path.Exists(folder)) continue;   // another thread's, or left by a dead process of the same number
            disk.CreateFolder(folder);
            string file = Path.Combine(folder, claim);
            try
            {
                return (folder, disk.CreateFile(file));
            }
            catch (IOException) when (File.Exists(file))
            {
                // Another thread was faster: take the next number.
            }
            catch (Exception e) when (StorageFault.IsWriteFailure(e))
            {
                AtomicFile.Abandon(() => disk.DeleteFolder(folder));
                throw;
            }
        }
    }

    internal static (string File, Stream Stream) NewFile(IDisk disk, string path)
    {
        for (int number = 0; ; number++)
        {
            string file = Name(path, number);
            try
            {
                if (!Path.Exists(file)) return (file, disk.CreateFile(file));
            }
            catch (IOException) when (File.Exists(file))
            {
                // Another thread was faster: take the next number.
            }
        }
    }

    /// <summary>Deletes a folder; it gets a hidden name first, so that it is never seen half deleted.</summary>
    internal static void Discard(IDisk disk, string path)
    {
        int number = 0;
        while (Path.Exists(Name(path, number))) number++;
        disk.RenameFolder(path, Name(path, number));
        disk.FlushFolder(Path.GetDirectoryName(path)!);
        disk.DeleteFolder(Name(path, number));
    }

    /// <summary>Deletes what dead processes left in a folder; what is still being written is locked and stays.</summary>
    internal static void RemoveLeftovers(IDisk disk, string folder, string claim)
    {
        if (!Directory.Exists(folder)) return;
        foreach (FileSystemInfo item in new DirectoryInfo(folder).EnumerateFileSystemInfos(".*.tmp"))
        {
            if (!Pattern.IsMatch(item.Name) || item.Attributes.HasFlag(FileAttributes.ReparsePoint)) continue;
            bool isFolder = item is DirectoryInfo;
            if (IsBeingWritten(isFolder ? Path.Combine(item.FullName, claim) : item.FullName)) continue;
            if (isFolder) disk.DeleteFolder(item.FullName);
            else disk.DeleteFile(item.FullName);
        }
    }

    // The writer holds its file open exclusively; the operating system lets go of it when the process dies.
    static bool IsBeingWritten(string file)
    {
        if (!File.Exists(file)) return false;
        try
        {
            using FileStream opened = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    static string Name(string path, int number) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Environment.ProcessId}-{number}.tmp");

    [GeneratedRegex(@"^\..+\.\d+-\d+\.tmp$")]
    private static partial Regex Pattern { get; }
}
