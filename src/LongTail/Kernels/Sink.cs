using System.Runtime.CompilerServices;

namespace LongTail.Kernels;

/// <summary>Where the outputs of a convolution go.</summary>
static unsafe class Sink
{
    /// <summary>Writes a register of numbers.</summary>
    /// <param name="to">Where the numbers begin.</param>
    /// <param name="at">Position from there, in numbers.</param>
    /// <param name="value">In 32 bits; rounded once.</param>
    /// <param name="adds">Added to what stands there instead.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<TElement, TLanes>(void* to, nint at, TLanes value, bool adds) where TElement : struct, IElement where TLanes : unmanaged, ILanes<TLanes> =>
        TElement.Store(to, at, adds ? value + TElement.Load<TLanes>(to, at) : value);
}
