namespace LongTail.Store;

/// <summary>The order of steps that makes a folder appear complete or not at all.</summary>
static class FolderSealing
{
    /// <returns>False when the name was taken; nothing has changed then.</returns>
    internal static bool TryWrite(IDisk disk, string path, Action<FolderWriter> fill)
    {
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.Exists(target)) return false;

        string parent = Path.GetDirectoryName(target)!;
        string? temporary = null;
        Stream claim = Stream.Null;
        try
        {
            StorageFault.Guard(parent, 0, () => EnsureFolder(disk, parent));
            StorageFault.Guard(target, 0, () => (temporary, claim) = Temporary.NewFolder(disk, target, FolderManifest.FileName));
            using (claim)
            {
                FolderWriter writer = new(disk, temporary!, target);
                fill(writer);
                WriteManifest(disk, claim, FolderManifest.Of(writer.Files), target);
            }
            bool taken = false;
            StorageFault.Guard(target, 0, () =>
            {
                disk.FlushFolder(temporary!);
                taken = !TryRename(disk, temporary!, target);
                if (taken) return;
                temporary = null;
                disk.FlushFolder(parent);
            });
            return !taken;
        }
        finally
        {
            claim.Dispose();
            if (temporary is not null) AtomicFile.Abandon(() => disk.DeleteFolder(temporary));
        }
    }

    /// <summary>Makes a folder and its missing parents, each brought to the medium.</summary>
    internal static void EnsureFolder(IDisk disk, string path)
    {
        if (Directory.Exists(path) || Path.GetDirectoryName(path) is not { } parent) return;
        EnsureFolder(disk, parent);
        disk.CreateFolder(path);
        disk.FlushFolder(parent);
    }

    static void WriteManifest(IDisk disk, Stream file, FolderManifest manifest, string target)
    {
        using HashingStream stream = new(disk, file, Path.Combine(target, FolderManifest.FileName));
        stream.Write(manifest.ToBytes());
        stream.Finish();
    }

    static bool TryRename(IDisk disk, string from, string to)
    {
        try
        {
            disk.RenameFolder(from, to);
            return true;
        }
        catch (IOException) when (Path.Exists(to) && Path.Exists(from))
        {
            return false;   // another process finished the same folder meanwhile
        }
    }
}
