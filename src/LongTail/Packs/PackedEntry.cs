using System.Buffers.Binary;
using LongTail.Imaging;

namespace LongTail.Packs;

/// <summary>A line of the table: where a packed picture is, and which file it was made of. Little endian.</summary>
/// <param name="Offset">Of its first byte in the pack.</param>
/// <param name="Size">Packed columns and rows; three bytes each, rows from the top, red first.</param>
/// <param name="Source">The file as it was before it was read.</param>
/// <param name="Sum">CRC-32C of the pixels.</param>
readonly record struct PackedEntry(long Offset, PictureSize Size, SourceStamp Source, uint Sum)
{
    /// <summary>Bytes of a line.</summary>
    public const int Bytes = 40;

    /// <summary>Bytes of a pixel.</summary>
    public const int Channels = 3;

    const int WidthAt = 8, HeightAt = 12, SourceLengthAt = 16, SourceTimeAt = 24, SumAt = 32;   // 4 zero bytes end it

    /// <summary>Bytes of its pixels.</summary>
    public long Length => Size.Pixels * Channels;

    /// <summary>The first byte after it.</summary>
    public long End => Offset + Length;

    public static PackedEntry Read(ReadOnlySpan<byte> line) => new(
        BinaryPrimitives.ReadInt64LittleEndian(line),
        new(BinaryPrimitives.ReadInt32LittleEndian(line[WidthAt..]), BinaryPrimitives.ReadInt32LittleEndian(line[HeightAt..])),
        new(BinaryPrimitives.ReadInt64LittleEndian(line[SourceLengthAt..]), BinaryPrimitives.ReadInt64LittleEndian(line[SourceTimeAt..])),
        BinaryPrimitives.ReadUInt32LittleEndian(line[SumAt..]));

    public void Write(Span<byte> line)
    {
        line[..Bytes].Clear();
        BinaryPrimitives.WriteInt64LittleEndian(line, Offset);
        BinaryPrimitives.WriteInt32LittleEndian(line[WidthAt..], Size.Width);
        BinaryPrimitives.WriteInt32LittleEndian(line[HeightAt..], Size.Height);
        BinaryPrimitives.WriteInt64LittleEndian(line[SourceLengthAt..], Source.Length);
        BinaryPrimitives.WriteInt64LittleEndian(line[SourceTimeAt..], Source.Time);
        BinaryPrimitives.WriteUInt32LittleEndian(line[SumAt..], Sum);
    }
}
