using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>Opens files of weights; what the operating system refuses becomes a <see cref="ModelFileException"/> that names the file.</summary>
static class ModelFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Given the file at its first byte.</param>
    /// <exception cref="ModelFileException">It is missing or cannot be read.</exception>
    internal static T Open<T>(string path, Func<FileStream, T> read) => Guarded(path, () =>
    {
        using FileStream file = OpenStream(path);
        return read(file);
    });

    /// <summary>The file at its first byte.</summary>
    /// <exception cref="ModelFileException">It is a pipe or a device: who reads one may wait for ever.</exception>
    internal static FileStream OpenStream(string path) => SpecialFile.KindOf(path) is { } kind and (SpecialFile.Pipe or SpecialFile.Device)
        ? throw new ModelFileException($"{path}: found {kind}, expected a regular file.")
        : new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

    /// <summary>Reads from anything.</summary>
    /// <param name="source">Names it in messages.</param>
    /// <param name="read">Reads.</param>
    /// <exception cref="ModelFileException">It cannot be read.</exception>
    internal static T Guarded<T>(string source, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (ModelFileFault.IsReadFailure(e))
        {
            throw ModelFileFault.Unreadable(source, e);
        }
    }
}
