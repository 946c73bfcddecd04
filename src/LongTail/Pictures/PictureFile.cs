using System.Buffers;
using LongTail.Foundation;
using LongTail.Imaging;

namespace LongTail.Pictures;

/// <summary>A file on disk, read whole into borrowed memory, and the picture in it.</summary>
sealed class PictureFile : IPicture
{
    const long MostBytes = 1L << 30;

    byte[]? _borrowed;

    readonly Picture _picture;   // its header is read, its pixels are not

    PictureFile(byte[] borrowed, int length)
    {
        _borrowed = borrowed;
        _picture = Picture.Open(borrowed.AsMemory(0, length));
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataException">It is missing or cannot be read.</exception>
    /// <exception cref="PictureException">It is no picture.</exception>
    public static PictureFile Open(string path)
    {
        (byte[] bytes, int length) = Read(path);
        try
        {
            return new(bytes, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(bytes);
            throw;
        }
    }

    /// <summary>What is told about a file that is there and gives no picture.</summary>
    public static DataException NotDrawn(string path, PictureException fault) => new($"Found {path}, which cannot be drawn: {fault.Message}. Repair or remove it; longtail data lists --check writes lists without the damaged ones.", fault);

    /// <summary>The picture, for those who ask more of it than to be drawn.</summary>
    public Picture Picture => _picture;

    /// <inheritdoc/>
    public PictureSize Size => _picture.Size;

    /// <inheritdoc/>
    public void Draw(Placement placement, Span<byte> rgb) => _picture.Draw(placement, rgb);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _borrowed, null) is not { } borrowed) return;
        _picture.Dispose();
        ArrayPool<byte>.Shared.Return(borrowed);
    }

    static (byte[] Bytes, int Length) Read(string path)
    {
        try
        {
            if (SpecialFile.KindOf(path) is { } kind) throw new DataException($"Found {path}, which is {kind}, expected a regular file with a picture. Take it out of the list.");
            using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
            long length = RandomAccess.GetLength(handle);
            if (length > MostBytes) throw new DataException($"Found {length} bytes in {path}, expected a picture of at most {MostBytes}.");
            byte[] bytes = ArrayPool<byte>.Shared.Rent((int)length);
            int read = 0;
            while (read < length && RandomAccess.Read(handle, bytes.AsSpan(read, (int)length - read), read) is > 0 and var more) read += more;
            return (bytes, read);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DataException(NotUtf8.Is(path) ? NotUtf8.Told(path) : $"Found {path}, which cannot be read ({fault.Message}). Expected a readable file; check that it is there, and its permissions.", fault);
        }
    }
}
