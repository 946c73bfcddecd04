using System.Collections.Immutable;
using System.Security.Cryptography;
using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>What <see cref="SealedFolder.Write(string, Action{FolderWriter}, IfSealed)"/> does when the name is taken.</summary>
enum IfSealed
{
    /// <summary>Throw.</summary>
    Throw,

    /// <summary>Leave what is there and return false.</summary>
    Keep,
}

/// <summary>A folder that is written once, appears complete or not at all, and knows when it has been damaged.</summary>
/// <remarks>Files that the manifest does not name may lie in it; they are not part of it.</remarks>
sealed class SealedFolder
{
    readonly ImmutableDictionary<string, SealedFile> _files;

    SealedFolder(string path, FolderManifest manifest)
    {
        Path = path;
        Files = manifest.Files;
        _files = manifest.Files.ToImmutableDictionary(file => file.Name, StringComparer.Ordinal);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Its files in ordinal order of name, without the manifest.</summary>
    public ImmutableArray<SealedFile> Files { get; }

    /// <summary>Writes a folder: into a hidden folder beside it, brought to the medium, then renamed. A crash at any moment leaves nothing or all.</summary>
    /// <param name="path">Missing parents are made.</param>
    /// <param name="fill">Adds the files.</param>
    /// <param name="ifSealed">What to do when the name is taken.</param>
    /// <returns>False when it was taken and kept.</returns>
    /// <exception cref="StorageException">It cannot be written, or the name is taken; nothing is left behind.</exception>
    public static bool Write(string path, Action<FolderWriter> fill, IfSealed ifSealed = IfSealed.Throw) => Write(Disk.Machine, path, fill, ifSealed);

    internal static bool Write(IDisk disk, string path, Action<FolderWriter> fill, IfSealed ifSealed = IfSealed.Throw)
    {
        if (FolderSealing.TryWrite(disk, path, fill)) return true;
        if (ifSealed == IfSealed.Keep) return false;
        throw new StorageException($"{path}: found something there already, expected a free name. Results are never replaced: delete it or choose another folder.");
    }

    /// <summary>Opens a folder after comparing the length and SHA-256 of every file with the manifest.</summary>
    /// <exception cref="ModelFileException">Something is missing, damaged, or made by a newer version.</exception>
    public static SealedFolder Open(string path)
    {
        FolderManifest manifest = FolderManifest.Read(path);
        foreach (SealedFile file in manifest.Files) Verify(System.IO.Path.Combine(path, file.Name), file);
        return new(path, manifest);
    }

    /// <summary>Deletes unfinished folders and files that dead processes left in a folder. Call it while holding its <see cref="FolderLock"/>.</summary>
    /// <exception cref="StorageException">They cannot be deleted.</exception>
    public static void RemoveLeftovers(string folder) =>
        StorageFault.Guard(folder, 0, () => Temporary.RemoveLeftovers(Disk.Machine, folder, FolderManifest.FileName));

    /// <summary>True when the manifest names the file.</summary>
    public bool Contains(string name) => _files.ContainsKey(name);

    /// <summary>Opens one of its files; it was found intact when the folder was opened.</summary>
    /// <exception cref="ModelFileException">The manifest does not name it, or it is gone since.</exception>
    public Stream OpenRead(string name)
    {
        if (!Contains(name)) throw ModelFileFault.Damaged(Path, $"no {Quoted.Of(name)}", $"one besides {string.Join(", ", _files.Keys.Order())}");
        return OpenFile(System.IO.Path.Combine(Path, name));
    }

    /// <summary>Reads one of its files whole, such as <c>folder.Read("history.jsonl", StoredJson.ReadLines&lt;EpochRecord&gt;)</c>.</summary>
    /// <param name="name">The file.</param>
    /// <param name="read">Gets the stream and the file's path for messages.</param>
    /// <exception cref="ModelFileException">The manifest does not name it, it cannot be read, or its contents are not what the reader expects.</exception>
    public T Read<T>(string name, Func<Stream, string, T> read)
    {
        string path = System.IO.Path.Combine(Path, name);
        using Stream stream = OpenRead(name);
        return ModelFile.Guarded(path, () => read(stream, path));
    }

    static void Verify(string path, SealedFile expected)
    {
        using FileStream file = OpenFile(path);
        if (file.Length != expected.Length)
            throw ModelFileFault.DamagedPart(path, $"{file.Length} bytes", $"{expected.Length}");
        string found = ModelFile.Guarded(path, () => Convert.ToHexStringLower(SHA256.HashData(file)));
        if (found != expected.Sha256)
            throw ModelFileFault.DamagedPart(path, $"SHA-256 {found}", expected.Sha256);
    }

    static FileStream OpenFile(string path) => ModelFile.Guarded(path, () => ModelFile.OpenStream(path));
}
