using System.Buffers.Binary;

namespace LongTail.Imaging;

/// <summary>How the blocks of a JPEG picture lie, by component.</summary>
/// <param name="Components">1 to 4.</param>
/// <param name="UnitColumns">Units across; a unit has each component's blocks of one place.</param>
/// <param name="UnitRows">Units down.</param>
/// <param name="IsProgressive">Several scans bring the coefficients of a block.</param>
sealed record JpegFrame(JpegComponent[] Components, int UnitColumns, int UnitRows, bool IsProgressive)
{
    const int Side = 8;

    /// <summary>Reads a frame header.</summary>
    /// <param name="segment">Without its length.</param>
    /// <param name="progressive">Its marker says so.</param>
    /// <returns>Null where it is not one that decoders take.</returns>
    public static JpegFrame? Read(ReadOnlySpan<byte> segment, bool progressive)
    {
        if (segment.Length < 6 || segment[5] is 0 or > 4 || segment.Length < 6 + 3 * segment[5]) return null;
        int height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        (byte Id, int Across, int Down)[] sampling = new (byte, int, int)[segment[5]];
        for (int i = 0; i < sampling.Length; i++) sampling[i] = (segment[6 + 3 * i], segment[7 + 3 * i] >> 4, segment[7 + 3 * i] & 15);
        if (height == 0 || width == 0 || sampling.Any(component => component.Across is 0 or > 4 || component.Down is 0 or > 4)) return null;
        int across = sampling.Max(component => component.Across), down = sampling.Max(component => component.Down);
        int columns = Divided(width, Side * across), rows = Divided(height, Side * down);
        return new(
            [.. sampling.Select(component => new JpegComponent(
                component.Id, component.Across, component.Down, Divided(width * component.Across, Side * across), Divided(height * component.Down, Side * down),
                columns * component.Across, progressive ? new ulong[(long)columns * component.Across * rows * component.Down] : []))],
            columns, rows, progressive);
    }

    static int Divided(int length, int by) => (length + by - 1) / by;
}

/// <summary>A component of a JPEG picture.</summary>
/// <param name="Id">As scans name it.</param>
/// <param name="Across">Its blocks across in a unit.</param>
/// <param name="Down">Its blocks down in a unit.</param>
/// <param name="Columns">Blocks across that show something of the picture: those of a scan that has this component alone.</param>
/// <param name="Rows">The same down.</param>
/// <param name="Stride">Blocks across in all units.</param>
/// <param name="Known">Of each block, which coefficients are not zero so far, a bit for each; empty where one scan brings them all.</param>
sealed record JpegComponent(byte Id, int Across, int Down, int Columns, int Rows, int Stride, ulong[] Known)
{
    const int Coefficients = 64, Nothing = 255;

    readonly byte[] _missing = [.. Enumerable.Repeat((byte)Nothing, Coefficients)];   // bits of each coefficient

    /// <summary>Whether all scans together brought every coefficient to its last bit.</summary>
    public bool IsWhole => !_missing.AsSpan().ContainsAnyExcept((byte)0);

    /// <summary>A scan brings some coefficients, but for so many bits.</summary>
    public void Bring(int first, int last, int missing) => _missing.AsSpan(first, last - first + 1).Fill((byte)missing);
}
