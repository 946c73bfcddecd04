using System.Buffers.Binary;
using ICSharpCode.SharpZipLib.Checksum;
using ICSharpCode.SharpZipLib.Zip.Compression;

namespace LongTail.Tools.CutFashionLt;

/// <summary>Packs with gzip so that equal contents give equal files on every machine: a managed deflater of a pinned version, no date, no file name, no system.</summary>
/// <remarks>.NET's own GZipStream leans on the zlib of the runtime, whose output may change with the runtime.</remarks>
public static class SteadyGzip
{
    // Deflate, no flags, no time, best compression, unknown system (RFC 1952).
    static ReadOnlySpan<byte> Header => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255];

    /// <summary>The packed file.</summary>
    public static byte[] Pack(byte[] contents)
    {
        using MemoryStream packed = new();
        packed.Write(Header);
        Deflater deflater = new(Deflater.BEST_COMPRESSION, noZlibHeaderOrFooter: true);
        deflater.SetInput(contents);
        deflater.Finish();
        byte[] buffer = new byte[1 << 16];
        for (int count; (count = deflater.Deflate(buffer)) > 0;) packed.Write(buffer, 0, count);

        Crc32 checksum = new();
        checksum.Update(contents);
        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, (uint)checksum.Value);
        BinaryPrimitives.WriteInt32LittleEndian(trailer[4..], contents.Length);
        packed.Write(trailer);
        return packed.ToArray();
    }
}
