using System.Runtime.CompilerServices;

namespace LongTail.Kernels;

/// <summary>What becomes of the outputs of a convolution, known when the loops are compiled.</summary>
unsafe interface ISink
{
    /// <summary>Whether it reads a residual.</summary>
    static abstract bool HasResidual { get; }

    /// <summary>Puts a register of numbers where it belongs.</summary>
    /// <param name="work">The convolution.</param>
    /// <param name="to">A row of its output, or of a buffer where they are only written.</param>
    /// <param name="at">Position from there, in numbers.</param>
    /// <param name="channel">Of the first of them.</param>
    /// <param name="value">In 32 bits; rounded once.</param>
    static abstract void Put<TElement, TLanes>(in WinogradWork work, void* to, nint at, int channel, TLanes value) where TElement : struct, IElement where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>They are the output.</summary>
readonly unsafe struct Written : ISink
{
    /// <inheritdoc/>
    public static bool HasResidual => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<TElement, TLanes>(in WinogradWork work, void* to, nint at, int channel, TLanes value) where TElement : struct, IElement where TLanes : unmanaged, ILanes<TLanes> =>
        TElement.Store(to, at, value);
}

/// <summary>They are added to what stands in the output.</summary>
readonly unsafe struct Added : ISink
{
    /// <inheritdoc/>
    public static bool HasResidual => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<TElement, TLanes>(in WinogradWork work, void* to, nint at, int channel, TLanes value) where TElement : struct, IElement where TLanes : unmanaged, ILanes<TLanes> =>
        TElement.Store(to, at, value + TElement.Load<TLanes>(to, at));
}

/// <summary>They are scaled and shifted, and what follows a normalisation follows.</summary>
/// <typeparam name="TTail">That.</typeparam>
readonly unsafe struct Normalized<TTail> : ISink where TTail : struct, ITail
{
    /// <inheritdoc/>
    public static bool HasResidual => TTail.HasResidual;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<TElement, TLanes>(in WinogradWork work, void* to, nint at, int channel, TLanes value) where TElement : struct, IElement where TLanes : unmanaged, ILanes<TLanes>
    {
        value = TLanes.MultiplyAdd(value, TLanes.Load(work.Scale + channel), TLanes.Load(work.Shift + channel));
        if (TTail.HasResidual) value += TElement.Load<TLanes>((byte*)work.Residual + ((byte*)to - (byte*)work.Output), at);
        if (TTail.HasRelu) value = TLanes.NotBelowZero(value);
        TElement.Store(to, at, value);
    }
}
