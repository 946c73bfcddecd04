using System.Buffers.Binary;

namespace LongTail.Packs;

/// <summary>The first bytes of a pack, little endian. It is written when all else is, so that no unfinished file has one.</summary>
/// <param name="Side">Of the shorter side at most, in pixels.</param>
/// <param name="Count">Pictures.</param>
/// <param name="TableSum">CRC-32C of the table that follows.</param>
/// <param name="Length">Bytes of the whole file.</param>
/// <param name="Identity">Of the content, as hex.</param>
readonly record struct PackHeader(int Side, int Count, uint TableSum, long Length, string Identity)
{
    /// <summary>Of the format, and of how pixels come about: a change of either makes other packs.</summary>
    public const int Version = 2;

    /// <summary>Bytes of the header.</summary>
    public const int Bytes = 72;

    const int VersionAt = 8, SideAt = 12, CountAt = 16, TableSumAt = 20, LengthAt = 24, IdentityAt = 32, SumAt = 64;   // 4 zero bytes end it

    static ReadOnlySpan<byte> Magic => "LTPACK\x1A\n"u8;   // ends text, and shows what a transfer as text has changed

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    /// <param name="bytes">The file's first <see cref="Bytes"/>, or fewer where it has no more.</param>
    /// <exception cref="PackException">It is no pack, one of another version, or damaged.</exception>
    public static PackHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Bytes || !bytes.StartsWith(Magic)) throw new PackException("found no pack of pictures");
        int version = BinaryPrimitives.ReadInt32LittleEndian(bytes[VersionAt..]);
        if (version != Version) throw new PackException($"found version {version}, expected {Version}");
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[SumAt..]) != Crc32C.Of(bytes[..SumAt])) throw new PackException("found a header that does not have its checksum");
        return new(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[SideAt..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[CountAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[TableSumAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[LengthAt..]),
            Convert.ToHexStringLower(bytes[IdentityAt..SumAt]));
    }

    /// <summary>As bytes.</summary>
    /// <param name="bytes">At least <see cref="Bytes"/>; what follows stays.</param>
    public void Write(Span<byte> bytes)
    {
        bytes[..Bytes].Clear();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[VersionAt..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[SideAt..], Side);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[CountAt..], Count);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[TableSumAt..], TableSum);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[LengthAt..], Length);
        Convert.FromHexString(Identity).CopyTo(bytes[IdentityAt..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[SumAt..], Crc32C.Of(bytes[..SumAt]));
    }
}
