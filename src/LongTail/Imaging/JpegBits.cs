namespace LongTail.Imaging;

/// <summary>Takes bits from the data of a JPEG scan, up to the marker that ends it.</summary>
/// <param name="file">The whole file.</param>
/// <param name="at">Where the data begins.</param>
ref struct JpegBits(ReadOnlySpan<byte> file, int at)
{
    /// <summary>Bits of the longest code.</summary>
    public const int Longest = 16;

    const byte Prefix = 0xFF;

    readonly ReadOnlySpan<byte> _file = file;
    ulong _bits;
    int _count;

    /// <summary>The place after the last byte that was looked at.</summary>
    public int At { get; private set; } = at;

    /// <summary>The next 16 bits, not taken yet; beyond the end there are zeros.</summary>
    public int Peek()
    {
        if (_count < Longest) Fill();
        return _count >= Longest ? (int)(_bits >> (_count - Longest)) & 0xFFFF : (int)(_bits << (Longest - _count)) & 0xFFFF;
    }

    /// <summary>Takes so many bits, 16 at most.</summary>
    /// <exception cref="PictureException">The data ends before.</exception>
    public int Take(int bits)
    {
        if (_count < bits) Fill();
        if (_count < bits) throw Damaged("a scan that ends before its last block");
        _count -= bits;
        return (int)(_bits >> _count) & ((1 << bits) - 1);
    }

    /// <summary>Goes to the marker that ends the data.</summary>
    /// <returns>Whole bytes that were not taken; the last bits of a byte are filling.</returns>
    public long SkipToMarker()
    {
        long left = _count / 8;
        _count = 0;
        while (Next() is not null) left++;
        return left;
    }

    /// <summary>Steps over a marker at this place, after filling bytes.</summary>
    /// <returns>The marker, or null at the end of the file.</returns>
    public byte? TakeMarker()
    {
        while (At < _file.Length && _file[At] == Prefix) At++;
        return At < _file.Length ? _file[At++] : null;
    }

    /// <summary>What is told about damage at this place.</summary>
    public readonly PictureException Damaged(string what) => new(PictureFault.Damaged, $"found damaged pixels: {what}, at byte {At} of {_file.Length}");

    void Fill()
    {
        while (_count <= 56 && Next() is byte value)
        {
            _bits = _bits << 8 | value;
            _count += 8;
        }
    }

    // 0xFF 0x00 is the byte 0xFF; before anything else, 0xFF begins a marker.
    byte? Next()
    {
        if (At >= _file.Length) return null;
        byte value = _file[At];
        if (value != Prefix)
        {
            At++;
            return value;
        }
        int after = At + 1;
        while (after < _file.Length && _file[after] == Prefix) after++;
        if (after == _file.Length || _file[after] != 0) return null;
        At = after + 1;
        return Prefix;
    }
}
