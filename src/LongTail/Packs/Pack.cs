using System.IO.MemoryMappedFiles;
using LongTail.Foundation;
using LongTail.Imaging;
using Microsoft.Win32.SafeHandles;

namespace LongTail.Packs;

/// <summary>A finished pack, mapped into memory. Any number of threads may draw from it.</summary>
sealed class Pack : IDisposable
{
    readonly string _path;
    readonly PackedEntry[] _entries;
    readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    readonly MemoryMappedFile _file;
    readonly MemoryMappedViewAccessor _view;

    Pack(string path, PackContent content, PackedEntry[] entries, SafeFileHandle file)
    {
        (_path, _entries) = (path, entries);
        for (int picture = 0; picture < content.Paths.Length; picture++) _places.Add(content.Paths[picture], picture);
        _file = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        try
        {
            _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a pack and sees that it holds these pictures as their files are now. Its pixels are not looked at yet.</summary>
    /// <param name="path">There is such a file.</param>
    /// <param name="content">What it is to hold.</param>
    /// <param name="workers">Threads that look at the pictures' files.</param>
    /// <exception cref="PackException">It is of another version or content, damaged, incomplete or outdated, or cannot be read.</exception>
    public static Pack Open(string path, PackContent content, int workers)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);
            PackedEntry[] entries = Table(file, content);
            CheckSources(entries, content, workers);
            Pack pack = new(path, content, entries, file);
            file = null;   // the pack's now
            return pack;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PackException($"found that it cannot be read ({fault.Message.TrimEnd('.')})", fault);
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>A picture to draw from.</summary>
    /// <param name="path">Below the data folder.</param>
    /// <exception cref="DataException">Its pixels are not those that were written.</exception>
    public IPicture OpenPicture(string path)
    {
        PackedEntry entry = _entries[_places[path]];
        DecodedPicture picture = new(entry.Size, new MappedBytes(_view.SafeMemoryMappedViewHandle, _view.PointerOffset + entry.Offset, (int)entry.Length));
        uint sum = Crc32C.Of(picture.Rgb);
        if (sum == entry.Sum) return picture;
        picture.Dispose();
        throw new DataException($"Found damaged pixels of {path} in {_path} (checksum {sum:x8}), expected those that were packed ({entry.Sum:x8}). Delete the pack: the next run builds it anew. If it happens again, check the disk.");
    }

    /// <summary>Lets go of the file; pictures that are being drawn keep their pixels.</summary>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    static PackedEntry[] Table(SafeFileHandle file, PackContent content)
    {
        byte[] head = Read(file, 0, PackHeader.Bytes);
        PackHeader header = PackHeader.Read(head);
        if (header.Identity != Convert.ToHexStringLower(content.Identity) || header.Side != content.Side || header.Count != content.Paths.Length)
            throw new PackException($"found a pack of {header.Count} pictures at {header.Side} pixels, expected the {content.Paths.Length} of this set at {content.Side}");
        if (RandomAccess.GetLength(file) is var length && length != header.Length) throw new PackException($"found {length} bytes, expected {header.Length}");

        byte[] table = Read(file, PackHeader.Bytes, checked(header.Count * PackedEntry.Bytes));
        if (Crc32C.Of(table) != header.TableSum) throw new PackException("found a table that does not have its checksum");
        PackedEntry[] entries = new PackedEntry[header.Count];
        for (int picture = 0; picture < entries.Length; picture++)
        {
            PackedEntry entry = entries[picture] = PackedEntry.Read(table.AsSpan(picture * PackedEntry.Bytes));
            if (entry.Size is not { Width: > 0, Height: > 0 } || entry.Length > int.MaxValue || entry.Offset < PackHeader.Bytes + table.Length || entry.Offset > header.Length - entry.Length)
                throw new PackException($"found a place for {content.Paths[picture]} that is not in the file");
        }
        return entries;
    }

    static byte[] Read(SafeFileHandle file, long at, int length)
    {
        byte[] bytes = new byte[length];
        int read = 0;
        while (read < length && RandomAccess.Read(file, bytes.AsSpan(read), at + read) is > 0 and var more) read += more;
        return read == length ? bytes : bytes[..read];
    }

    static void CheckSources(PackedEntry[] entries, PackContent content, int workers)
    {
        int changed = 0, first = int.MaxValue;
        Lock gate = new();
        Parallel.For(0, entries.Length, new ParallelOptions { MaxDegreeOfParallelism = workers }, picture =>
        {
            if (SourceStamp.Of(content.FileOf(picture)) == entries[picture].Source) return;
            lock (gate) (changed, first) = (changed + 1, Math.Min(first, picture));
        });
        if (changed > 0) throw new PackException($"found {changed} picture(s) that have changed since, such as {content.Paths[first]}");
    }
}
