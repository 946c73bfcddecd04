using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>Writes a single file in one step: readers see the old contents or the complete new ones.</summary>
public static class AtomicFile
{
    /// <summary>Writes the file, or replaces it.</summary>
    /// <param name="path">Its folder exists.</param>
    /// <param name="fill">Writes the contents.</param>
    /// <exception cref="StorageException">It cannot be written; what was there before is unharmed.</exception>
    public static void Write(string path, Action<Stream> fill) => Write(Disk.Machine, path, fill);

    internal static void Write(IDisk disk, string path, Action<Stream> fill) => Write(disk, path, 0, file =>
    {
        using HashingStream contents = new(disk, file, Path.GetFullPath(path));
        fill(contents);
        return contents.Length;
    });

    /// <summary>The same for who writes in any order.</summary>
    /// <param name="disk">Where.</param>
    /// <param name="path">Its folder exists.</param>
    /// <param name="neededBytes">What will be written as far as is known, for the message when the disk is full.</param>
    /// <param name="fill">Gets the file itself, guards its own writes, and says how many bytes the file has.</param>
    /// <exception cref="StorageException">It cannot be written; what was there before is unharmed.</exception>
    internal static void Write(IDisk disk, string path, long neededBytes, Func<Stream, long> fill)
    {
        string target = Path.GetFullPath(path);
        string? temporary = null;
        try
        {
            Stream file = Stream.Null;
            StorageFault.Guard(target, neededBytes, () => (temporary, file) = Temporary.NewFile(disk, target));
            using (file)
            {
                long length = fill(file);
                StorageFault.Guard(target, length, () => disk.Flush(file));
            }
            StorageFault.Guard(target, neededBytes, () =>
            {
                disk.RenameFile(temporary!, target);
                temporary = null;
                disk.FlushFolder(Path.GetDirectoryName(target)!);
            });
        }
        finally
        {
            if (temporary is not null) Abandon(() => disk.DeleteFile(temporary));
        }
    }

    /// <summary>Cleans up after a failure that is already being reported. What cannot be deleted now is a leftover, deleted at the next start.</summary>
    internal static void Abandon(Action delete)
    {
        try
        {
            delete();
        }
        catch (Exception e) when (StorageFault.IsWriteFailure(e))
        {
            // The first failure says more than this one.
        }
    }
}
