using System.Buffers.Binary;

namespace LongTail.Imaging;

/// <summary>Reads the orientation from EXIF data: a TIFF header and its first directory (EXIF 2.32, section 4.5 and tag 0x0112).</summary>
static class ExifOrientation
{
    const int HeaderBytes = 8, EntryBytes = 12;
    const ushort Magic = 42, Tag = 0x0112, Short = 3;

    /// <summary>EXIF's number.</summary>
    /// <param name="exif">From the mark of the byte order on, "II" or "MM".</param>
    /// <returns>1 to 8; 1 where there is none, or the data is damaged, as viewers do.</returns>
    public static int Read(ReadOnlySpan<byte> exif)
    {
        const int Upright = 1;
        if (exif.Length < HeaderBytes || !(exif.StartsWith("II"u8) || exif.StartsWith("MM"u8))) return Upright;
        bool little = exif[0] == 'I';
        if (Number16(exif, 2, little) != Magic) return Upright;
        long at = Number32(exif, 4, little);
        if (at + sizeof(ushort) > exif.Length) return Upright;
        int entries = Number16(exif, (int)at, little);
        at += sizeof(ushort);
        for (; entries > 0 && at + EntryBytes <= exif.Length; entries--, at += EntryBytes)
        {
            if (Number16(exif, (int)at, little) != Tag) continue;
            bool isOneShort = Number16(exif, (int)at + 2, little) == Short && Number32(exif, (int)at + 4, little) == 1;
            return isOneShort && Number16(exif, (int)at + 8, little) is >= 1 and <= 8 and var value ? value : Upright;
        }
        return Upright;
    }

    static ushort Number16(ReadOnlySpan<byte> data, int at, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(data[at..]) : BinaryPrimitives.ReadUInt16BigEndian(data[at..]);

    static uint Number32(ReadOnlySpan<byte> data, int at, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(data[at..]) : BinaryPrimitives.ReadUInt32BigEndian(data[at..]);
}
