using System.Numerics;
using System.Runtime.InteropServices;

namespace LongTail.Packs;

/// <summary>The checksum of iSCSI and ext4 (Castagnoli): polynomial 0x82F63B78, reflected, begun and ended with all bits set. Processors have it built in.</summary>
static class Crc32C
{
    /// <summary>Of some bytes; 0xE3069283 for the digits 1 to 9.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        ReadOnlySpan<ulong> words = BitConverter.IsLittleEndian ? MemoryMarshal.Cast<byte, ulong>(bytes) : [];
        foreach (ulong word in words) sum = BitOperations.Crc32C(sum, word);
        foreach (byte each in bytes[(words.Length * sizeof(ulong))..]) sum = BitOperations.Crc32C(sum, each);
        return ~sum;
    }
}
