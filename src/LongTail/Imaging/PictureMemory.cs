using System.Buffers;

namespace LongTail.Imaging;

/// <summary>Lends memory for files and pixels. What is larger than a usual picture takes is not kept for the next: each thread would keep its own.</summary>
static class PictureMemory
{
    const int MostKept = 1 << 28;

    /// <summary>At least so many bytes, with anything in them.</summary>
    public static byte[] Rent(int length) => length <= MostKept ? ArrayPool<byte>.Shared.Rent(length) : GC.AllocateUninitializedArray<byte>(length);

    /// <summary>Takes them back.</summary>
    public static void Return(byte[] memory)
    {
        if (memory.Length <= MostKept) ArrayPool<byte>.Shared.Return(memory);
    }
}
