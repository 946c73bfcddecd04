using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>Room on the file system of a folder.</summary>
static class FreeSpace
{
    /// <summary>Refuses a job that cannot end well, before it begins.</summary>
    /// <param name="folder">Need not exist yet.</param>
    /// <param name="bytes">What the job will write at most, older checkpoints that stay meanwhile included.</param>
    /// <exception cref="StorageException">There is less room; a file system that does not say is trusted.</exception>
    public static void Require(string folder, long bytes)
    {
        if (Bytes(folder) is { } free && free < bytes)
            throw new StorageException($"{folder}: found {free} bytes free, expected room for {bytes}. Free space or choose another output folder.");
    }

    internal static long? Bytes(string path)
    {
        try
        {
            string full = Path.GetFullPath(path);
            while (!Path.Exists(full)) full = Path.GetDirectoryName(full)!;
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(full)! : full).AvailableFreeSpace;
        }
        catch (Exception e) when (StorageFault.IsWriteFailure(e) || e is ArgumentException)
        {
            return null;
        }
    }
}
