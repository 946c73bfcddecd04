using System.Globalization;
using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>Holds an output folder for one run. The operating system keeps the lock and drops it when the process ends, however it ends.</summary>
sealed class FolderLock : IDisposable
{
    const string LockName = ".longtail.lock";           // stays when released: deleting it would let two runs lock two files of one name
    const string OwnerName = ".longtail.owner.json";    // beside it, because a locked file cannot be read
    const int OwnerReads = 60;
    static readonly TimeSpan s_ownerWait = TimeSpan.FromMilliseconds(50);

    // errno of Linux and macOS when another holds the lock, and the Windows error as HResult.
    static readonly int[] s_held = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    readonly FileStream _lock;
    readonly string _folder;

    FolderLock(FileStream taken, string folder) => (_lock, _folder) = (taken, folder);

    /// <summary>False on file systems that know no locks, such as some network shares: nothing but care keeps two runs apart there.</summary>
    public bool IsEnforced { get; private init; }

    /// <summary>Takes the folder, and makes it when it is missing.</summary>
    /// <param name="folder">Where results will be written.</param>
    /// <param name="owner">For the message that a second run gets.</param>
    /// <exception cref="FolderInUseException">Another run has it, in this process or another.</exception>
    /// <exception cref="StorageException">It cannot be made or written.</exception>
    public static FolderLock Take(string folder, FolderOwner owner)
    {
        string full = Path.GetFullPath(folder);
        StorageFault.Guard(full, 0, () => Directory.CreateDirectory(full));
        FileStream taken = Open(full);
        try
        {
            AtomicFile.Write(Path.Combine(full, OwnerName), stream => StoredJson.Write(stream, owner));
            return new(taken, full) { IsEnforced = IsLocked(full) };
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Gives the folder back.</summary>
    public void Dispose()
    {
        if (!_lock.CanWrite) return;   // given back before: the owner file is another's by now
        AtomicFile.Abandon(() => File.Delete(Path.Combine(_folder, OwnerName)));
        _lock.Dispose();
    }

    static FileStream Open(string folder)
    {
        string path = Path.Combine(folder, LockName);
        try
        {
            return OpenExclusively(path);
        }
        catch (IOException e) when (s_held.Contains(e.HResult))
        {
            throw new FolderInUseException($"{folder}: found it in use by {Holder(folder)}, expected a folder of its own. Wait for that run, stop it, or choose another output folder.", e);
        }
        catch (Exception e) when (StorageFault.IsWriteFailure(e))
        {
            throw StorageFault.Of(e, File.Exists(path) ? path : folder, 0);
        }
    }

    static FileStream OpenExclusively(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);

    static bool IsLocked(string folder)
    {
        try
        {
            using FileStream second = OpenExclusively(Path.Combine(folder, LockName));
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    // The holder writes its name just after it has the lock: until then it is missing, or that of a run which was killed.
    static string Holder(string folder)
    {
        FolderOwner? owner = null;
        for (int read = 0; read < OwnerReads; read++)
        {
            owner = ReadOwner(Path.Combine(folder, OwnerName));
            if (owner is not null && !owner.HasEnded()) break;
            owner = null;
            Thread.Sleep(s_ownerWait);
        }
        return owner is null ? "another run"
            : string.Create(CultureInfo.InvariantCulture, $"process {owner.ProcessId} on {owner.Host} since {owner.Since:yyyy-MM-dd HH:mm:ss zzz} ({Quoted.Of(owner.Command)})");
    }

    static FolderOwner? ReadOwner(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return StoredJson.Read<FolderOwner>(file, path);
        }
        catch (Exception e) when (ModelFileFault.IsReadFailure(e) || e is ModelFileException)
        {
            return null;
        }
    }
}
