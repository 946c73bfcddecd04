using System.Buffers.Binary;

namespace LongTail.Imaging;

/// <summary>Finds damage behind the header of a JPEG file, where decoders paint grey or wrong colours and go on.</summary>
/// <remarks>
/// Every code of every scan is read: each must be in its table, each block must end where a block ends, and each scan where the picture does. It is the
/// same on every machine, whoever decodes. Not found is damage that happens to read as another picture, and what is coded without Huffman's tables, or with
/// tables that the file leaves out (single pictures of a video), is not looked at. What follows the end marker does not count.
/// </remarks>
static class JpegData
{
    const byte Tables = 0xC4, StartOfScan = 0xDA, RestartInterval = 0xDD, Baseline = 0xC0, Extended = 0xC1, Progressive = 0xC2;

    /// <summary>Reads all scans.</summary>
    /// <param name="file">A whole file, as <see cref="JpegLayout"/> tells.</param>
    /// <exception cref="PictureException">Its pixels are damaged.</exception>
    public static void Check(ReadOnlySpan<byte> file)
    {
        JpegCodes?[] codes = new JpegCodes?[8];
        JpegFrame? frame = null;
        int interval = 0, at = 2;
        while (JpegLayout.NextMarker(file, ref at) is byte marker && marker != JpegLayout.EndOfImage)
        {
            if (JpegLayout.IsWithoutLength(marker)) continue;
            ReadOnlySpan<byte> segment = Segment(file, ref at);
            switch (marker)
            {
                case Baseline or Extended or Progressive when frame is null:
                    frame = JpegFrame.Read(segment, marker == Progressive);
                    if (frame is null) return;
                    break;
                case Tables:
                    JpegCodes.Read(segment, codes);
                    break;
                case RestartInterval when segment.Length >= sizeof(ushort):
                    interval = BinaryPrimitives.ReadUInt16BigEndian(segment);
                    break;
                case StartOfScan:
                    if (frame is null || codes.All(table => table is null)) return;
                    at = Scan(new(file, at), frame, segment, codes).Read(interval);
                    break;
            }
        }
        if (frame?.Components.Any(component => !component.IsWhole) ?? false) throw new PictureException(PictureFault.Damaged, "found damaged pixels: scans are missing, expected every coefficient to its last bit");
    }

    static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> file, ref int at)
    {
        int length = at + sizeof(ushort) <= file.Length ? BinaryPrimitives.ReadUInt16BigEndian(file[at..]) : 0;
        if (length < sizeof(ushort) || at + length > file.Length) throw new PictureException(PictureFault.Damaged, $"found a damaged header, at byte {at} of {file.Length}");
        ReadOnlySpan<byte> segment = file[(at + sizeof(ushort))..(at + length)];
        at += length;
        return segment;
    }

    // The number of components, two bytes for each, the first and the last coefficient, and the bits that came before and that are left.
    static JpegScan Scan(JpegBits bits, JpegFrame frame, ReadOnlySpan<byte> segment, JpegCodes?[] codes)
    {
        int parts = segment.Length > 0 ? segment[0] : 0;
        if (parts is 0 or > 4 || segment.Length < 4 + 2 * parts) throw bits.Damaged("a scan of no components");
        JpegScan.Part[] found = new JpegScan.Part[parts];
        for (int i = 0; i < parts; i++)
        {
            byte id = segment[1 + 2 * i], tables = segment[2 + 2 * i];
            JpegComponent component = frame.Components.FirstOrDefault(one => one.Id == id) ?? throw bits.Damaged("a scan of a component that the picture does not have");
            found[i] = new(component, codes[tables >> 4 & 3], codes[4 + (tables & 3)]);
        }
        ReadOnlySpan<byte> end = segment[(1 + 2 * parts)..];
        (int First, int Last) band = frame.IsProgressive ? (end[0], end[1]) : (0, 63);
        if (band.Last > 63 || band.First > band.Last || (frame.IsProgressive && parts > 1 && band.First > 0)) throw bits.Damaged("a scan of coefficients that a block does not have");
        foreach (JpegScan.Part part in found) part.Component.Bring(band.First, band.Last, frame.IsProgressive ? end[2] & 15 : 0);
        return new(bits, frame, found, band, frame.IsProgressive && end[2] >> 4 > 0);
    }
}
