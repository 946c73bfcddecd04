using System.Runtime.Intrinsics;

namespace LongTail.Kernels;

/// <summary>How sixteen neighbouring numbers are read and written; all arithmetic is in 32 bits.</summary>
unsafe interface IElement
{
    /// <summary>Size of a number in memory.</summary>
    static abstract int Bytes { get; }

    /// <summary>Sixteen numbers from position <paramref name="index"/> on.</summary>
    static abstract Vector512<float> Load(void* memory, nint index);

    /// <summary>Writes sixteen numbers from position <paramref name="index"/> on.</summary>
    static abstract void Store(void* memory, nint index, Vector512<float> values);
}
