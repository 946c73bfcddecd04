using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LongTail.Kernels;

/// <summary>Eight floats in a register of 256 bits.</summary>
readonly unsafe struct Lanes8 : ILanes<Lanes8>
{
    readonly Vector256<float> _values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Lanes8(Vector256<float> values) => _values = values;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 All(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Load(float* from) => new(Vector256.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 LoadUpperHalves(ushort* from) => new((Avx2.ConvertToVector256Int32(from) << 16).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => _values.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreUpperHalves(ushort* to)
    {
        Vector256<uint> bits = _values.AsUInt32();
        Vector256<uint> rounded = bits + Vector256.Create(0x7FFFu) + ((bits >>> 16) & Vector256<uint>.One);
        // Rounding would carry the largest NaNs over into numbers.
        rounded = Vector256.ConditionalSelect(Vector256.Equals(_values, _values).AsUInt32(), rounded, Vector256.Create(0x7FC00000u)) >>> 16;
        Vector128.Narrow(rounded.GetLower(), rounded.GetUpper()).Store(to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 MultiplyAdd(Lanes8 factor, Lanes8 other, Lanes8 summand) => new(Vector256.FusedMultiplyAdd(factor._values, other._values, summand._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 NotBelowZero(Lanes8 values) => new(Vector256.MaxNative(Vector256<float>.Zero, values._values));   // in this order NaN stays NaN

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 WhereAboveZero(Lanes8 others, Lanes8 values) => new(Vector256.ConditionalSelect(Vector256.GreaterThan(others._values, Vector256<float>.Zero), values._values, Vector256<float>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator +(Lanes8 left, Lanes8 right) => new(left._values + right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 left, Lanes8 right) => new(left._values - right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator *(Lanes8 left, Lanes8 right) => new(left._values * right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator /(Lanes8 left, Lanes8 right) => new(left._values / right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 value) => new(-value._values);
}
