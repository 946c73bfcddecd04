using System.Runtime.InteropServices;

namespace LongTail.Store;

/// <summary>The checksum of zip archives: polynomial 0xEDB88320, reflected, begun and ended with all bits set.</summary>
static class Crc32
{
    const int Slices = 8;   // bytes taken at a time: one table for each place among them

    static readonly uint[][] s_tables = Tables();

    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        ReadOnlySpan<ulong> words = BitConverter.IsLittleEndian ? MemoryMarshal.Cast<byte, ulong>(bytes) : [];
        foreach (ulong word in words)
        {
            ulong mixed = word ^ sum;
            sum = 0;
            for (int place = 0; place < Slices; place++) sum ^= s_tables[Slices - 1 - place][(byte)(mixed >> 8 * place)];
        }
        foreach (byte each in bytes[(words.Length * Slices)..]) sum = sum >> 8 ^ s_tables[0][(byte)(sum ^ each)];
        return ~sum;
    }

    static uint[][] Tables()
    {
        uint[][] tables = new uint[Slices][];
        for (int slice = 0; slice < Slices; slice++)
        {
            tables[slice] = new uint[256];
            for (uint value = 0; value < 256; value++)
            {
                uint sum = slice == 0 ? value : tables[slice - 1][value];
                for (int bit = 0; bit < 8; bit++) sum = sum >> 1 ^ ((sum & 1) == 0 ? 0 : 0xEDB88320);
                tables[slice][value] = sum;
            }
        }
        return tables;
    }
}
