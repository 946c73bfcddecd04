using System.Runtime.CompilerServices;

namespace LongTail.Kernels;

/// <summary>The upper half of 32-bit floats, rounded to nearest, ties to even, as libtorch does.</summary>
readonly unsafe struct BFloat16Element : IElement
{
    public static int Bytes => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(void* memory, nint index) where TLanes : unmanaged, ILanes<TLanes> => TLanes.LoadUpperHalves((ushort*)memory + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(void* memory, nint index, TLanes values) where TLanes : unmanaged, ILanes<TLanes> => values.StoreUpperHalves((ushort*)memory + index);
}
