using System.Text;
using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>Takes the files of a folder that is about to be sealed.</summary>
sealed class FolderWriter
{
    const int MostFiles = 1000;   // the manifest stays far below what its reader accepts

    readonly IDisk _disk;
    readonly string _folder;
    readonly string _shownAs;
    readonly Dictionary<string, SealedFile> _files = new(StringComparer.OrdinalIgnoreCase);   // two names that differ in case are one on some systems

    internal FolderWriter(IDisk disk, string folder, string shownAs) => (_disk, _folder, _shownAs) = (disk, folder, shownAs);

    internal IEnumerable<SealedFile> Files => _files.Values;

    /// <summary>Adds a file.</summary>
    /// <param name="name">Plain ASCII name, new in this folder.</param>
    /// <param name="contents">Writes to the stream; it can only be written, forward.</param>
    /// <exception cref="ArgumentException">The name is a path, taken, or not plain.</exception>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public void Write(string name, Action<Stream> contents)
    {
        if (!SealedFileName.IsAllowed(name) || _files.ContainsKey(name))
            throw new ArgumentException($"Found file name {Quoted.Of(name)}, expected a new one of letters, digits, '.', '-' and '_'.", nameof(name));

        if (_files.Count == MostFiles) throw new ArgumentException($"Found more than {MostFiles} files, expected fewer in one folder.", nameof(name));

        string path = Path.Combine(_folder, name);
        string shown = Path.Combine(_shownAs, name);
        Stream file = Stream.Null;
        StorageFault.Guard(shown, 0, () => file = _disk.CreateFile(path));
        using (file)
        {
            using HashingStream stream = new(_disk, file, shown);
            contents(stream);
            _files.Add(name, new(name, stream.Length, stream.Finish()));
        }
    }

    /// <summary>Adds a text file in UTF-8.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public void WriteText(string name, string contents) => Write(name, stream => stream.Write(Encoding.UTF8.GetBytes(contents)));
}
