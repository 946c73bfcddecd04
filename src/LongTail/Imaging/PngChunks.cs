using System.Buffers.Binary;
using System.Text;

namespace LongTail.Imaging;

/// <summary>What a walk along the chunks of a PNG file tells without decoding a pixel.</summary>
static class PngChunks
{
    const int Signature = 8, LengthAndType = 8, Checksum = 4;

    /// <summary>The type of the chunk that the file ends within, such as IDAT; null where it ends between two, or within its last one, which holds nothing.</summary>
    /// <param name="file">Begins with the signature.</param>
    public static string? EndWithin(ReadOnlySpan<byte> file)
    {
        long at = Signature;
        while (at + LengthAndType <= file.Length)
        {
            ReadOnlySpan<byte> type = file.Slice((int)at + sizeof(uint), 4);
            if (type.SequenceEqual("IEND"u8)) return null;
            long end = at + LengthAndType + BinaryPrimitives.ReadUInt32BigEndian(file[(int)at..]) + Checksum;
            if (end > file.Length) return type.ContainsAnyExceptInRange((byte)'A', (byte)'z') ? "?" : Encoding.ASCII.GetString(type);
            at = end;
        }
        return null;
    }
}
