using System.Runtime.InteropServices;

namespace LongTail.Store;

/// <summary>The file operations of the machine.</summary>
sealed partial class Disk : IDisk
{
    const int InvalidArgument = 22;   // EINVAL, the same number on Linux and macOS

    internal static readonly Disk Machine = new();

    public void CreateFolder(string path) => Directory.CreateDirectory(path);

    // Unbuffered: closing the file then writes nothing, and cannot fail behind an error that is already on its way.
    public Stream CreateFile(string path) => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);

    public void Flush(Stream file) => ((FileStream)file).Flush(flushToDisk: true);

    // A rename is durable only when the folder is, and .NET cannot open a folder. Windows keeps names in a journal.
    public void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        int folder = Open(path, 0);
        if (folder < 0) throw Failure(path);
        try
        {
            if (FSync(folder) != 0 && Marshal.GetLastPInvokeError() != InvalidArgument) throw Failure(path);   // EINVAL: a file system without it
        }
        finally
        {
            _ = Close(folder);
        }
    }

    public void RenameFolder(string from, string to) => Patience.OnWindows(() => Directory.Move(from, to), () => Path.Exists(to) || !Path.Exists(from));

    public void RenameFile(string from, string to) => Patience.OnWindows(() => File.Move(from, to, overwrite: true), () => !File.Exists(from));

    public void DeleteFolder(string path) => Patience.OnWindows(() => Directory.Delete(path, recursive: true), () => !Directory.Exists(path));

    public void DeleteFile(string path) => Patience.OnWindows(() => File.Delete(path), () => !File.Exists(path));

    static IOException Failure(string path)
    {
        int error = Marshal.GetLastPInvokeError();
        return new($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int file);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int file);
}
