using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>An array of bytes in the IDX format of MNIST, plain or compressed with gzip; the contents tell which.</summary>
/// <remarks>Two zero bytes, 0x08 for unsigned bytes, the number of dimensions, each dimension as a big-endian 32-bit number, then the values, last dimension fastest.</remarks>
/// <param name="Dimensions">Such as images, rows, columns.</param>
/// <param name="Values">As many as the product of the dimensions.</param>
sealed record IdxFile(ImmutableArray<int> Dimensions, byte[] Values)
{
    const string FetchAgain = "The file is damaged; fetch it again.";

    // What deflate can shrink at best, so that a lying header cannot make us allocate without bound.
    const long LargestGzipRatio = 1032;

    /// <summary>Reads the array.</summary>
    /// <param name="path">Names the file in messages.</param>
    /// <param name="stored">The whole file.</param>
    /// <param name="dimensions">How many dimensions it must have.</param>
    /// <exception cref="DataException">Not an IDX file of so many dimensions, cut short, longer than its header says, or damaged gzip.</exception>
    public static IdxFile Parse(string path, byte[] stored, int dimensions)
    {
        bool packed = stored is [0x1F, 0x8B, ..];
        using Stream content = packed ? new GZipStream(new MemoryStream(stored), CompressionMode.Decompress) : new MemoryStream(stored);
        try
        {
            IdxFile file = Parse(path, content, dimensions, packed ? stored.Length * LargestGzipRatio : stored.Length);
            if (packed) CheckGzipEnd(path, stored, 4 + 4 * dimensions + file.Values.Length);
            return file;
        }
        catch (InvalidDataException fault)
        {
            throw new DataException($"Found damaged gzip in {path} ({fault.Message}), expected an intact file. {FetchAgain}", fault);
        }
    }

    static IdxFile Parse(string path, Stream content, int dimensions, long longest)
    {
        byte[] header = new byte[4 + 4 * dimensions];
        int headerBytes = content.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(header), expectedMagic = 0x0800u + (uint)dimensions;
        if (headerBytes >= 4 && magic != expectedMagic)
            throw new DataException($"Found the number 0x{magic:X8} at the start of {path}, expected 0x{expectedMagic:X8} (IDX, bytes, {dimensions} dimension(s)). Give the file its right name, or fetch it again.");
        if (headerBytes < header.Length)
            throw new DataException($"Found {headerBytes} bytes in {path}, expected an IDX header of {header.Length}. {FetchAgain}");

        ImmutableArray<int> sizes = [.. Enumerable.Range(1, dimensions).Select(d => BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 * d)))];
        byte[] values = new byte[Length(path, sizes, longest)];
        int found = content.ReadAtLeast(values, values.Length, throwOnEndOfStream: false);
        if (found < values.Length)
            throw new DataException($"Found {found} bytes after the header of {path}, expected {string.Join(" x ", sizes)} = {values.Length}. {FetchAgain}");
        if (content.ReadByte() >= 0)
            throw new DataException($"Found more bytes in {path} than the {string.Join(" x ", sizes)} its header speaks of, expected its end. {FetchAgain}");
        return new(sizes, values);
    }

    // GZipStream does not mind when the checksum and length at the end are cut off.
    static void CheckGzipEnd(string path, byte[] stored, int expected)
    {
        uint found = BinaryPrimitives.ReadUInt32LittleEndian(stored.AsSpan(stored.Length - 4));
        if (found != expected)
            throw new DataException($"Found {found} as the unpacked length at the end of {path}, expected {expected}. {FetchAgain}");
    }

    static long Length(string path, ImmutableArray<int> sizes, long longest)
    {
        Int128 length = 1;
        foreach (int size in sizes) length *= size;
        return sizes.All(size => size > 0) && length <= Math.Min(longest, Array.MaxLength) ? (long)length
            : throw new DataException($"Found a header in {path} that speaks of {string.Join(" x ", sizes)} bytes, expected numbers above zero and a file long enough for them. It is cut short or damaged; fetch it again.");
    }
}
