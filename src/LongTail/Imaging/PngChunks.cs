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
        while (TypeAt(file, at) is { IsEmpty: false } type && !type.SequenceEqual("IEND"u8))
        {
            long end = EndOf(file, at);
            if (end > file.Length) return type.ContainsAnyExceptInRange((byte)'A', (byte)'z') ? "?" : Encoding.ASCII.GetString(type);
            at = end;
        }
        return null;
    }

    /// <summary>The EXIF data, of the first chunk eXIf, before or after the pixels; empty where there is none.</summary>
    /// <param name="file">Begins with the signature.</param>
    public static ReadOnlySpan<byte> Exif(ReadOnlySpan<byte> file)
    {
        long at = Signature;
        while (TypeAt(file, at) is { IsEmpty: false } type && EndOf(file, at) is var end && end <= file.Length)
        {
            if (type.SequenceEqual("eXIf"u8)) return file[((int)at + LengthAndType)..((int)end - Checksum)];
            at = end;
        }
        return [];
    }

    // Empty where no chunk begins.
    static ReadOnlySpan<byte> TypeAt(ReadOnlySpan<byte> file, long at) => at + LengthAndType <= file.Length ? file.Slice((int)at + sizeof(uint), 4) : [];

    static long EndOf(ReadOnlySpan<byte> file, long at) => at + LengthAndType + BinaryPrimitives.ReadUInt32BigEndian(file[(int)at..]) + Checksum;
}
