namespace LongTail.Kernels;

/// <summary>How neighbouring numbers are read and written; all arithmetic is in 32 bits.</summary>
unsafe interface IElement
{
    /// <summary>Size of a number in memory.</summary>
    static abstract int Bytes { get; }

    /// <summary>A register of numbers from position <paramref name="index"/> on.</summary>
    static abstract TLanes Load<TLanes>(void* memory, nint index) where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>Writes a register of numbers from position <paramref name="index"/> on.</summary>
    static abstract void Store<TLanes>(void* memory, nint index, TLanes values) where TLanes : unmanaged, ILanes<TLanes>;
}
