using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LongTail.Kernels;

/// <summary>32-bit floats.</summary>
readonly unsafe struct Float32Element : IElement
{
    public static int Bytes => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(void* memory, nint index) => Vector512.Load((float*)memory + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(void* memory, nint index, Vector512<float> values) => values.Store((float*)memory + index);
}
