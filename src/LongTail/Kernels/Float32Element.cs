using System.Runtime.CompilerServices;

namespace LongTail.Kernels;

/// <summary>32-bit floats.</summary>
readonly unsafe struct Float32Element : IElement
{
    public static int Bytes => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(void* memory, nint index) where TLanes : unmanaged, ILanes<TLanes> => TLanes.Load((float*)memory + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(void* memory, nint index, TLanes values) where TLanes : unmanaged, ILanes<TLanes> => values.Store((float*)memory + index);
}
