namespace LongTail.Kernels;

/// <summary>Neighbouring 32-bit floats in one register, as many as the processor takes at once.</summary>
/// <typeparam name="TSelf">The register.</typeparam>
unsafe interface ILanes<TSelf> where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>How many.</summary>
    static abstract int Count { get; }

    /// <summary>The same number in each.</summary>
    static abstract TSelf All(float value);

    /// <summary>From memory.</summary>
    static abstract TSelf Load(float* from);

    /// <summary>From the upper halves of numbers.</summary>
    static abstract TSelf LoadUpperHalves(ushort* from);

    /// <summary>Writes them.</summary>
    void Store(float* to);

    /// <summary>Writes their upper halves, rounded to nearest, ties to even; what is no number stays none.</summary>
    void StoreUpperHalves(ushort* to);

    /// <summary>factor * other + summand, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf factor, TSelf other, TSelf summand);

    /// <summary>Zero for what is below; what is no number stays none.</summary>
    static abstract TSelf NotBelowZero(TSelf values);

    /// <summary>The values where others are above zero, and zero elsewhere.</summary>
    static abstract TSelf WhereAboveZero(TSelf others, TSelf values);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf value);
}
