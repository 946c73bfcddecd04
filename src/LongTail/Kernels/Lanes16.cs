using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LongTail.Kernels;

/// <summary>Sixteen floats in a register of 512 bits.</summary>
readonly unsafe struct Lanes16 : ILanes<Lanes16>
{
    readonly Vector512<float> _values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Lanes16(Vector512<float> values) => _values = values;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 All(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Load(float* from) => new(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LoadUpperHalves(ushort* from) => new((Avx512F.ConvertToVector512UInt32(Vector256.Load(from)) << 16).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => _values.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreUpperHalves(ushort* to)
    {
        Vector512<uint> bits = _values.AsUInt32();
        Vector512<uint> rounded = bits + Vector512.Create(0x7FFFu) + ((bits >>> 16) & Vector512<uint>.One);
        // Rounding would carry the largest NaNs over into numbers.
        rounded = Vector512.ConditionalSelect(Vector512.Equals(_values, _values).AsUInt32(), rounded, Vector512.Create(0x7FC00000u)) >>> 16;
        Avx512F.ConvertToVector256UInt16(rounded).Store(to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 MultiplyAdd(Lanes16 factor, Lanes16 other, Lanes16 summand) => new(Vector512.FusedMultiplyAdd(factor._values, other._values, summand._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 NotBelowZero(Lanes16 values) => new(Vector512.MaxNative(Vector512<float>.Zero, values._values));   // in this order NaN stays NaN

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 WhereAboveZero(Lanes16 others, Lanes16 values) => new(Vector512.ConditionalSelect(Vector512.GreaterThan(others._values, Vector512<float>.Zero), values._values, Vector512<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator +(Lanes16 left, Lanes16 right) => new(left._values + right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 left, Lanes16 right) => new(left._values - right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator *(Lanes16 left, Lanes16 right) => new(left._values * right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator /(Lanes16 left, Lanes16 right) => new(left._values / right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 value) => new(-value._values);
}
