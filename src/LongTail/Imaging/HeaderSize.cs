using System.Buffers.Binary;

namespace LongTail.Imaging;

/// <summary>The size that a file's first bytes promise, read before any decoder sees them. Of JPEG files <see cref="JpegLayout"/> tells it.</summary>
static class HeaderSize
{
    /// <summary>As stored; null where the header is too short or of a rare form. A decoder then tells the size, or what is wrong.</summary>
    public static PictureSize? Read(PictureFormat format, ReadOnlySpan<byte> file) => format switch
    {
        PictureFormat.Png when file.Length >= 24 => new(Positive(BinaryPrimitives.ReadUInt32BigEndian(file[16..])), Positive(BinaryPrimitives.ReadUInt32BigEndian(file[20..]))),
        PictureFormat.Gif when file.Length >= 10 => new(BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), BinaryPrimitives.ReadUInt16LittleEndian(file[8..])),
        PictureFormat.Bmp when file.Length >= 26 => OfBmp(file),
        PictureFormat.WebP when file.Length >= 30 => OfWebP(file),
        _ => null,
    };

    // The oldest header, of 12 bytes, has numbers of 16 bits; in the others a negative height means rows from the top.
    static PictureSize OfBmp(ReadOnlySpan<byte> file) => BinaryPrimitives.ReadUInt32LittleEndian(file[14..]) == 12
        ? new(BinaryPrimitives.ReadUInt16LittleEndian(file[18..]), BinaryPrimitives.ReadUInt16LittleEndian(file[20..]))
        : new(Positive(BinaryPrimitives.ReadUInt32LittleEndian(file[18..])), Positive((uint)Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(file[22..]))));

    // The first chunk begins at 12: an extended header, pixels without loss, or a frame of VP8.
    static PictureSize? OfWebP(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> kind = file.Slice(12, 4);
        if (kind.SequenceEqual("VP8X"u8)) return new(1 + Int24(file[24..]), 1 + Int24(file[27..]));
        if (kind.SequenceEqual("VP8L"u8))
        {
            uint bits = BinaryPrimitives.ReadUInt32LittleEndian(file[21..]);
            return new(1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
        }
        if (kind.SequenceEqual("VP8 "u8)) return new(BinaryPrimitives.ReadUInt16LittleEndian(file[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(file[28..]) & 0x3FFF);
        return null;
    }

    static int Int24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    static int Positive(uint value) => (int)Math.Min(value, int.MaxValue);
}
