using LongTail.Store;

namespace LongTail.Tests.Store;

/// <summary>A disk on which every file but the first is Linux' /dev/full: each write fails as on a full disk.</summary>
sealed class FullDisk : IDisk
{
    int _files;

    public Stream CreateFile(string path)
    {
        if (_files++ == 0) return Disk.Machine.CreateFile(path);
        return new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    public void CreateFolder(string path) => Disk.Machine.CreateFolder(path);
    public void Flush(Stream file) => Disk.Machine.Flush(file);
    public void FlushFolder(string path) => Disk.Machine.FlushFolder(path);
    public void RenameFolder(string from, string to) => Disk.Machine.RenameFolder(from, to);
    public void RenameFile(string from, string to) => Disk.Machine.RenameFile(from, to);
    public void DeleteFolder(string path) => Disk.Machine.DeleteFolder(path);
    public void DeleteFile(string path) => Disk.Machine.DeleteFile(path);
}
