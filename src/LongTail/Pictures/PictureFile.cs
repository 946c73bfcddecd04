using LongTail.Foundation;
using LongTail.Imaging;

namespace LongTail.Pictures;

/// <summary>A file on disk, read whole into borrowed memory, and the picture in it. What is no picture by its first bytes is read no further.</summary>
/// <remarks>Large ones take turns, in the whole process, so that what is held at once does not grow with the number of threads. A thread has one open at a time.</remarks>
sealed class PictureFile : IPicture
{
    const long MostBytes = 1L << 30, ManyBytes = 1L << 26;
    const int FirstBytes = 1024;

    static readonly SemaphoreSlim s_turn = new(1, 1);

    byte[]? _borrowed;
    ReadOnlyMemory<byte> _file;
    Picture? _picture;   // its header is read, its pixels are not
    bool _hasTurn;

    PictureFile()
    {
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostPixels">A picture may have.</param>
    /// <exception cref="DataException">It is missing or cannot be read.</exception>
    /// <exception cref="PictureException">It is no picture.</exception>
    public static PictureFile Open(string path, int mostPixels = Picture.UsualMostPixels)
    {
        PictureFile file = new();
        try
        {
            file._picture = Picture.Open(file._file = file.Read(path), mostPixels);
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

    ReadOnlyMemory<byte> Read(string path)
    {
        try
        {
            if (SpecialFile.KindOf(path) is { } kind) throw new DataException($"Found {path}, which is {kind}, expected a regular file with a picture. Take it out of the list.");
            using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
            long length = RandomAccess.GetLength(handle);
            if (length > MostBytes) throw new DataException($"Found {length} bytes in {path}, expected a picture of at most {MostBytes}.");
            Span<byte> first = stackalloc byte[(int)Math.Min(length, FirstBytes)];
            _ = FileSignature.Identify(first[..RandomAccess.Read(handle, first, 0)], length);
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
}
