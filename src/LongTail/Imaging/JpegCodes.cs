namespace LongTail.Imaging;

/// <summary>A Huffman table of a JPEG file.</summary>
sealed class JpegCodes
{
    const int Short = 8;

    readonly int[] _end = new int[JpegBits.Longest + 1];      // by length: the code after the last one
    readonly int[] _symbol = new int[JpegBits.Longest + 1];   // by length: place of the symbol of code 0, if it were so long
    readonly ushort[] _short = new ushort[1 << Short];        // by the first bits: length and symbol of a short code, or 0
    readonly byte[] _symbols;

    JpegCodes(ReadOnlySpan<byte> lengths, ReadOnlySpan<byte> symbols)
    {
        _symbols = symbols.ToArray();
        int code = 0, place = 0;
        for (int length = 1; length <= JpegBits.Longest; length++, code <<= 1)
        {
            _symbol[length] = place - code;
            for (int i = 0; i < lengths[length - 1]; i++, code++, place++)
                if (length <= Short && code < 1 << length) _short.AsSpan(code << (Short - length), 1 << (Short - length)).Fill((ushort)(length << 8 | _symbols[place]));
            _end[length] = code;
        }
    }

    /// <summary>Reads the tables of a marker segment into their places: four for DC, then four for AC.</summary>
    /// <param name="segment">Without its length.</param>
    /// <param name="tables">Eight places.</param>
    /// <exception cref="PictureException">It is damaged.</exception>
    public static void Read(ReadOnlySpan<byte> segment, JpegCodes?[] tables)
    {
        while (segment.Length > JpegBits.Longest)
        {
            ReadOnlySpan<byte> lengths = segment.Slice(1, JpegBits.Longest);
            int symbols = 0;
            foreach (byte count in lengths) symbols += count;
            int end = 1 + JpegBits.Longest + symbols;
            if (end > segment.Length || (segment[0] & 0xEC) != 0) break;
            tables[(segment[0] >> 4) * 4 + (segment[0] & 3)] = new(lengths, segment[(1 + JpegBits.Longest)..end]);
            segment = segment[end..];
        }
        if (!segment.IsEmpty) throw new PictureException(PictureFault.Damaged, "found a damaged table of codes");
    }

    /// <summary>Takes a code.</summary>
    /// <exception cref="PictureException">There is no such code, or the data ends within it.</exception>
    public int Next(ref JpegBits bits)
    {
        int window = bits.Peek();
        int known = _short[window >> (JpegBits.Longest - Short)];
        if (known != 0)
        {
            _ = bits.Take(known >> 8);
            return known & 0xFF;
        }
        for (int length = Short + 1; length <= JpegBits.Longest; length++)
        {
            int code = window >> (JpegBits.Longest - length);
            if (code >= _end[length]) continue;
            _ = bits.Take(length);
            return _symbols[_symbol[length] + code];
        }
        throw bits.Damaged("a code that its table does not have");
    }
}
