using System.Buffers.Binary;

namespace LongTail.Imaging;

/// <summary>What a walk along the markers of a JPEG file tells without decoding a pixel.</summary>
/// <param name="Size">As stored; zero before a frame header is found.</param>
/// <param name="Components">1 grey, 3 colour, 4 CMYK or YCCK; 0 without a frame header.</param>
/// <param name="Scans">1 in a baseline file, several in a progressive one.</param>
/// <param name="IsWhole">The end marker is there.</param>
/// <param name="HeightAt">Where the frame header has the height, in two bytes; 0 without a frame header.</param>
readonly record struct JpegLayout(PictureSize Size, int Components, int Scans, bool IsWhole, int HeightAt)
{
    /// <summary>The marker after the last scan.</summary>
    public const byte EndOfImage = 0xD9;

    const byte Prefix = 0xFF, StartOfScan = 0xDA;

    /// <summary>Walks until the end marker or the end of the file.</summary>
    /// <param name="file">Begins with the start marker.</param>
    public static JpegLayout Read(ReadOnlySpan<byte> file)
    {
        JpegLayout layout = default;
        int at = 2;
        while (NextMarker(file, ref at) is byte marker)
        {
            if (marker == EndOfImage) return layout with { IsWhole = true };
            if (IsWithoutLength(marker)) continue;
            if (at + 2 > file.Length) break;
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
            if (IsFrameHeader(marker) && layout.Components == 0 && at + 8 <= file.Length)
            {
                layout = layout with
                {
                    Size = new(BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 3)..])),
                    Components = file[at + 7],
                    HeightAt = at + 3,
                };
            }
            if (marker == StartOfScan) layout = layout with { Scans = layout.Scans + 1 };
            at = Math.Min(at + Math.Max(length, 2), file.Length);
        }
        return layout;
    }

    /// <summary>The next marker, over data that may lie before it; in a scan's data 0xFF 0x00 is a byte.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="at">Where to look from; afterwards, the place after the marker.</param>
    /// <returns>Null at the end of the file.</returns>
    public static byte? NextMarker(ReadOnlySpan<byte> file, ref int at)
    {
        while (at < file.Length)
        {
            int found = file[at..].IndexOf(Prefix);
            if (found < 0) break;
            at += found + 1;
            while (at < file.Length && file[at] == Prefix) at++;   // fill bytes
            if (at == file.Length) break;
            byte marker = file[at++];
            if (marker != 0) return marker;
        }
        at = file.Length;
        return null;
    }

    /// <summary>Markers that stand alone, those of restarts among them.</summary>
    public static bool IsWithoutLength(byte marker) => marker is 0x01 or (>= 0xD0 and <= 0xD8);

    static bool IsFrameHeader(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
