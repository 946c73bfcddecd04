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
            return Existing(Path.GetFullPath(path), Path.Exists, Path.GetDirectoryName) is { } full
                ? new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(full)! : full).AvailableFreeSpace
                : null;
        }
        catch (Exception e) when (StorageFault.IsWriteFailure(e) || e is ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The path itself, or the nearest folder above it that is there; null where not even the root is, such as that of a drive that is not plugged in.</summary>
    internal static string? Existing(string path, Predicate<string> exists, Func<string, string?> folderOf)
    {
        string? nearest = path;
        while (nearest is not null && !exists(nearest)) nearest = folderOf(nearest);
        return nearest;
    }
}
