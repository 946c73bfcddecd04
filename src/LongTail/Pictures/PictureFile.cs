using System.Security.Cryptography;
using LongTail.Foundation;
using LongTail.Imaging;
using Microsoft.Win32.SafeHandles;

namespace LongTail.Pictures;

/// <summary>A file on disk, read whole into borrowed memory, and the picture in it. What is no picture by its first bytes is read no further.</summary>
/// <remarks>Large ones take turns, in the whole process, so that what is held at once does not grow with the number of threads. A thread has one open at a time.</remarks>
sealed class PictureFile : IPicture
{
    /// <summary>A file may have.</summary>
    public const long MostBytes = 1L << 30;

    const long ManyBytes = 1L << 26;
    const int FirstBytes = 1024;
    const int HeaderBytes = 1 << 18, ScanHeaderBytes = 64;   // profiles and thumbnails lie before the frame header, some of 64 KiB

    static readonly SemaphoreSlim s_turn = new(1, 1);

    byte[]? _borrowed;
    ReadOnlyMemory<byte> _file;
    Picture? _picture;   // its header is read, its pixels are not
    long _length;
    bool _hasTurn;

    PictureFile()
    {
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostPixels">A picture may have.</param>
    /// <exception cref="DataException">It is missing or cannot be read.</exception>
    /// <exception cref="PictureException">It is no picture.</exception>
    public static PictureFile Open(string path, int mostPixels = Picture.UsualMostPixels) => Open(path, mostPixels, isWhole: true);

    /// <summary>Looks at the header, and finds what <see cref="Open(string, int)"/> finds, and no pixels: of a large JPEG file that ends as such files do, the first and the last bytes are read alone.</summary>
    /// <returns>Bytes of the whole file.</returns>
    /// <inheritdoc cref="Open(string, int)"/>
    public static long Look(string path, int mostPixels)
    {
        using PictureFile file = Open(path, mostPixels, isWhole: false);
        return file._length;
    }

    /// <summary>SHA-256 of the file's bytes, whatever they are.</summary>
    /// <exception cref="DataException">It is missing or cannot be read.</exception>
    public static byte[] Hash(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
            return SHA256.HashData(stream);
        }
        catch (Exception fault) when (DataFile.IsReadFailure(fault))
        {
            throw DataFile.Unreadable(path, fault);
        }
    }

    static PictureFile Open(string path, int mostPixels, bool isWhole)
    {
        PictureFile file = new();
        try
        {
            file._picture = Picture.Open(file._file = file.Read(path, isWhole), mostPixels);
            if (file.Size.Pixels > Picture.UsualMostPixels) file.TakeTurn();
            return file;
        }
        catch (PictureException fault) when (fault.Fault == PictureFault.TooLarge)
        {
            file.Dispose();
            throw new PictureException(fault.Fault, $"{fault.Message} (data.mostPixels)", fault);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What is told about a file that is there and gives no picture.</summary>
    public static DataException NotDrawn(string path, PictureException fault) => new($"Found {path}, which cannot be drawn: {fault.Message}. Repair or remove it; longtail data lists --check writes lists without the damaged ones.", fault);

    /// <summary>The picture, for those who ask more of it than to be drawn.</summary>
    public Picture Picture => _picture!;

    /// <summary>The whole file as it was read; gone with the picture.</summary>
    public ReadOnlySpan<byte> Bytes => _file.Span;

    /// <inheritdoc/>
    public PictureSize Size => _picture!.Size;

    /// <inheritdoc/>
    public void Draw(Placement placement, Span<byte> rgb) => _picture!.Draw(placement, rgb);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _borrowed, null) is { } borrowed)
        {
            _picture?.Dispose();
            _file = default;
            PictureMemory.Return(borrowed);
        }
        if (Interlocked.Exchange(ref _hasTurn, false)) s_turn.Release();
    }

    void TakeTurn()
    {
        if (_hasTurn) return;
        s_turn.Wait();
        _hasTurn = true;
    }

    ReadOnlyMemory<byte> Read(string path, bool isWhole)
    {
        try
        {
            if (SpecialFile.KindOf(path) is { } kind) throw new DataException($"Found {path}, which is {kind}, expected a regular file with a picture. Take it out of the list.");
            using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, isWhole ? FileOptions.SequentialScan : FileOptions.RandomAccess);   // nothing is read ahead
            long length = _length = RandomAccess.GetLength(handle);
            if (length > MostBytes) throw new DataException($"Found {length} bytes in {path}, expected a picture of at most {MostBytes}.");
            Span<byte> first = stackalloc byte[(int)Math.Min(length, FirstBytes)];
            PictureFormat format = FileSignature.Identify(first[..RandomAccess.Read(handle, first, 0)], length);
            if (!isWhole && format == PictureFormat.Jpeg && length > HeaderBytes && Ends(handle, length) is { IsEmpty: false } ends) return ends;
            if (length > ManyBytes) TakeTurn();
            byte[] bytes = _borrowed = PictureMemory.Rent((int)length);
            int read = 0;
            while (read < length && RandomAccess.Read(handle, bytes.AsSpan(read, (int)length - read), read) is > 0 and var more) read += more;
            return bytes.AsMemory(0, read);
        }
        catch (Exception fault) when (DataFile.IsReadFailure(fault))
        {
            throw DataFile.Unreadable(path, fault);
        }
    }

    // As if there were nothing between: the header with that of the first scan, and the end marker. Nothing where they are not where they usually are.
    ReadOnlyMemory<byte> Ends(SafeFileHandle handle, long length)
    {
        ReadOnlySpan<byte> marker = [0xFF, JpegLayout.EndOfImage];
        Span<byte> last = stackalloc byte[2];
        if (RandomAccess.Read(handle, last, length - last.Length) != last.Length || !last.SequenceEqual(marker)) return default;
        byte[] bytes = _borrowed = PictureMemory.Rent(HeaderBytes);
        int read = 0;
        while (read < HeaderBytes && RandomAccess.Read(handle, bytes.AsSpan(read, HeaderBytes - read), read) is > 0 and var more) read += more;
        if (read == HeaderBytes && JpegLayout.Read(bytes.AsSpan(0, HeaderBytes - ScanHeaderBytes)).Scans > 0)
        {
            marker.CopyTo(bytes.AsSpan(HeaderBytes - marker.Length));
            if (JpegLayout.Read(bytes.AsSpan(0, HeaderBytes)).IsWhole) return bytes.AsMemory(0, HeaderBytes);   // no segment of a progressive file lies across the cut
        }
        PictureMemory.Return(bytes);
        _borrowed = null;
        return default;
    }
}
