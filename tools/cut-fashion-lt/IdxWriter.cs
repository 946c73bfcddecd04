using System.Buffers.Binary;
using LongTail.Data;

namespace LongTail.Tools.CutFashionLt;

/// <summary>Writes grey images and their labels in the IDX format of MNIST.</summary>
static class IdxWriter
{
    /// <summary>Images x rows x columns.</summary>
    public static byte[] Images(ResidentImageSet set) => File([set.Count, set.Shape.Height, set.Shape.Width], set.Pixels.Span);

    /// <summary>One byte per image.</summary>
    public static byte[] Labels(ResidentImageSet set) => File([set.Count], [.. set.Labels.Select(label => (byte)label)]);

    static byte[] File(int[] dimensions, ReadOnlySpan<byte> values)
    {
        int header = 4 + 4 * dimensions.Length;
        byte[] file = new byte[header + values.Length];
        (file[2], file[3]) = (0x08, (byte)dimensions.Length);   // unsigned bytes
        for (int i = 0; i < dimensions.Length; i++) BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + 4 * i), dimensions[i]);
        values.CopyTo(file.AsSpan(header));
        return file;
    }
}
