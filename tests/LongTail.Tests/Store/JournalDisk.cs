using LongTail.Store;

namespace LongTail.Tests.Store;

/// <summary>One operation as a disk saw it. Paths are absolute.</summary>
abstract record DiskStep
{
    public sealed record CreateFolder(string Path) : DiskStep;
    public sealed record CreateFile(string Path) : DiskStep;
    public sealed record Write(string Path, byte[] Bytes) : DiskStep;
    public sealed record Flush(string Path) : DiskStep;
    public sealed record FlushFolder(string Path) : DiskStep;
    public sealed record Rename(string From, string To) : DiskStep;
    public sealed record Delete(string Path) : DiskStep;
}

/// <summary>The machine's disk, keeping a journal of what is done to it. Flushing is only noted: it is slow, and nobody cuts the power here.</summary>
sealed class JournalDisk : IDisk
{
    public List<DiskStep> Steps { get; } = [];

    public void CreateFolder(string path)
    {
        Disk.Machine.CreateFolder(path);
        Steps.Add(new DiskStep.CreateFolder(path));
    }

    public Stream CreateFile(string path)
    {
        Stream file = Disk.Machine.CreateFile(path);
        Steps.Add(new DiskStep.CreateFile(path));
        return new TappedStream(file, path, bytes => Steps.Add(new DiskStep.Write(path, bytes)));
    }

    public void Flush(Stream file) => Steps.Add(new DiskStep.Flush(((TappedStream)file).Path));

    public void FlushFolder(string path) => Steps.Add(new DiskStep.FlushFolder(path));

    public void RenameFolder(string from, string to)
    {
        Disk.Machine.RenameFolder(from, to);
        Steps.Add(new DiskStep.Rename(from, to));
    }

    public void RenameFile(string from, string to)
    {
        Disk.Machine.RenameFile(from, to);
        Steps.Add(new DiskStep.Rename(from, to));
    }

    // A recursive deletion is many steps: a crash can come between them.
    public void DeleteFolder(string path)
    {
        foreach (string file in Directory.GetFiles(path).Order(StringComparer.Ordinal)) DeleteFile(file);
        foreach (string folder in Directory.GetDirectories(path).Order(StringComparer.Ordinal)) DeleteFolder(folder);
        Disk.Machine.DeleteFolder(path);
        Steps.Add(new DiskStep.Delete(path));
    }

    public void DeleteFile(string path)
    {
        Disk.Machine.DeleteFile(path);
        Steps.Add(new DiskStep.Delete(path));
    }
}
