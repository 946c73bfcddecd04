using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LongTail.Kernels;

/// <summary>The upper half of 32-bit floats, rounded to nearest, ties to even, as libtorch does.</summary>
readonly unsafe struct BFloat16Element : IElement
{
    public static int Bytes => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(void* memory, nint index) =>
        (Avx512F.ConvertToVector512UInt32(Vector256.Load((ushort*)memory + index)) << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(void* memory, nint index, Vector512<float> values)
    {
        Vector512<uint> bits = values.AsUInt32();
        Vector512<uint> rounded = bits + Vector512.Create(0x7FFFu) + ((bits >>> 16) & Vector512<uint>.One);
        // Rounding would carry the largest NaNs over into numbers.
        rounded = Vector512.ConditionalSelect(Vector512.Equals(values, values).AsUInt32(), rounded, Vector512.Create(0x7FC00000u));
        Avx512F.ConvertToVector256UInt16(rounded >>> 16).Store((ushort*)memory + index);
    }
}
