using LongTail.Foundation;
using LongTail.Store;

namespace LongTail.Runs;

/// <summary>Sees that an output folder can be written and is free, before data is read, which takes minutes where there is much of it.</summary>
public static class OutputCheck
{
    static int s_probes;   // several threads may look at one folder in one moment

    /// <summary>Takes the folder and gives it back, which leaves the file that is locked; of one that is not there, sees that it can be made, and leaves nothing.</summary>
    /// <param name="environment">Names the folder.</param>
    /// <exception cref="FolderInUseException">Another run has it.</exception>
    /// <exception cref="StorageException">It cannot be made or written.</exception>
    public static void Require(RunEnvironment environment)
    {
        string full = Path.GetFullPath(environment.OutputFolder);
        if (Directory.Exists(full))
        {
            FolderLock.Take(environment.OutputFolder, FolderOwner.Current(environment.Clock, environment.Command)).Dispose();
            return;
        }
        RequireWritable(full);
    }

    /// <summary>Sees that files can be made in a folder, or the folder itself; leaves nothing.</summary>
    /// <param name="folder">Need not be there.</param>
    /// <exception cref="StorageException">They cannot.</exception>
    public static void RequireWritable(string folder)
    {
        string full = Path.GetFullPath(folder);
        if (FreeSpace.Existing(full, Path.Exists, Path.GetDirectoryName) is { } nearest) StorageFault.Guard(full, 0, () => Probe(nearest));   // where not even a root is there, who writes says so
    }

    /// <summary>Sees that what is there under a file's name is a file: who opens a pipe waits for whoever reads it.</summary>
    /// <param name="path">Need not be there.</param>
    /// <exception cref="StorageException">It is a pipe, a device or a socket.</exception>
    public static void RequireRegular(string path)
    {
        if (SpecialFile.KindOf(path) is { } kind) throw new StorageException($"{path}: found {kind}, expected a regular file, or none. Name another file.");
    }

    static void Probe(string folder)
    {
        DirectoryInfo made = Directory.CreateDirectory(Path.Combine(folder, $".longtail-{Environment.ProcessId}-{Environment.TickCount64:x}{Interlocked.Increment(ref s_probes):x}.tmp"));
        made.Delete();
    }
}
