using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LongTail.Imaging;

/// <summary>Resamples pixels by two passes of an antialiased triangle filter, rows first, rounded to bytes in between.</summary>
/// <remarks>Byte for byte Pillow's <c>resize(..., BILINEAR)</c>, by which torchvision resizes pictures. Only what the taps need is computed.</remarks>
static unsafe class TriangleFilter
{
    const int Channels = 3, RowsAtOnce = 4, BytesAtOnce = 16;

    // Between the passes: the first stores four bytes for three and whole groups of rows, the second loads sixteen for what is left of a row.
    const int Gap = BytesAtOnce;
    const int Half = 1 << (AxisTaps.Precision - 1);

    /// <summary>Draws the target of two axes.</summary>
    /// <param name="source">Upright; holds all pixels that the taps name.</param>
    /// <param name="columns">Taps along a row.</param>
    /// <param name="rows">Taps along a column.</param>
    /// <param name="rgb">Outputs of rows x outputs of columns x red, green, blue.</param>
    public static void Resample(PixelBlock source, AxisTaps columns, AxisTaps rows, Span<byte> rgb)
    {
        int needed = rows.End - rows.First, stride = columns.Outputs * Channels + Gap;
        byte[] narrowed = ArrayPool<byte>.Shared.Rent(checked((needed + RowsAtOnce) * stride));
        try
        {
            fixed (byte* from = source.BytesWithSlack, between = narrowed, to = rgb)
            {
                Narrow(from + (rows.First - source.Box.Top) * (long)source.Stride, source.Stride, source.Box.Left, needed, columns, between, stride);
                Flatten(between, stride, rows, to, columns.Outputs * Channels);
            }
        }
        finally { ArrayPool<byte>.Shared.Return(narrowed); }
    }

    /// <summary>The first pass: each row becomes as long as the target is wide. Four rows share the work of fetching weights.</summary>
    static void Narrow(byte* from, int fromStride, int firstColumn, int rows, AxisTaps taps, byte* to, int toStride)
    {
        // Sums of a pair's first pixel are in the lower half, of the second in the upper; the half that rounds counts once.
        Vector256<int> rounding = Vector256.Create(Vector128.Create(Half), Vector128<int>.Zero);
        Vector128<byte> byRow = Vector128.Create((byte)0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
        fixed (int* starts = taps.Starts, counts = taps.Counts, weights = taps.Weights)
        {
            for (int row = 0; row < rows; row += RowsAtOnce)
            {
                int last = rows - row - 1;   // rows that are too many repeat the last one
                byte* row0 = from + row * (long)fromStride, row1 = row0 + Math.Min(1, last) * (long)fromStride;
                byte* row2 = row0 + Math.Min(2, last) * (long)fromStride, row3 = row0 + Math.Min(3, last) * (long)fromStride;
                byte* to0 = to + row * (long)toStride;
                for (int x = 0; x < taps.Outputs; x++)
                {
                    long at = (starts[x] - firstColumn) * (long)PixelBlock.PixelBytes, end = at + counts[x] * PixelBlock.PixelBytes;
                    int* weight = weights + x * taps.Stride;
                    Vector256<int> sum0 = rounding, sum1 = rounding, sum2 = rounding, sum3 = rounding;
                    for (; at < end; at += 2 * PixelBlock.PixelBytes, weight += 2)
                    {
                        Vector256<int> pair = Vector256.Create(Vector128.Create(weight[0]), Vector128.Create(weight[1]));
                        sum0 += Widen(row0 + at) * pair;
                        sum1 += Widen(row1 + at) * pair;
                        sum2 += Widen(row2 + at) * pair;
                        sum3 += Widen(row3 + at) * pair;
                    }
                    Vector128<int> packed = Total(sum0) | (Total(sum1) << 8) | (Total(sum2) << 16) | (Total(sum3) << 24);   // by channel
                    Vector128<uint> pixels = Vector128.Shuffle(packed.AsByte(), byRow).AsUInt32();
                    byte* place = to0 + x * Channels;
                    Unsafe.WriteUnaligned(place, pixels[0]);
                    Unsafe.WriteUnaligned(place + toStride, pixels[1]);
                    Unsafe.WriteUnaligned(place + 2L * toStride, pixels[2]);
                    Unsafe.WriteUnaligned(place + 3L * toStride, pixels[3]);
                }
            }
        }
    }

    /// <summary>The second pass: columns become as long as the target is high.</summary>
    static void Flatten(byte* from, int stride, AxisTaps taps, byte* to, int width)
    {
        fixed (int* starts = taps.Starts, counts = taps.Counts, weights = taps.Weights)
        {
            for (int y = 0; y < taps.Outputs; y++)
            {
                byte* rows = from + (starts[y] - taps.First) * (long)stride, target = to + y * (long)width;
                int* weight = weights + y * taps.Stride;
                int x = 0;
                for (; x <= width - BytesAtOnce; x += BytesAtOnce) Mix(rows + x, stride, weight, counts[y]).Store(target + x);
                if (x == width) continue;
                Vector128<byte> rest = Mix(rows + x, stride, weight, counts[y]);
                for (int i = 0; i < width - x; i++) target[x + i] = rest[i];
            }
        }
    }

    /// <summary>Sixteen bytes of a target row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<byte> Mix(byte* rows, int stride, int* weights, int count)
    {
        Vector256<int> low = Vector256.Create(Half), high = low;
        for (int k = 0; k < count; k++, rows += stride)
        {
            Vector256<int> weight = Vector256.Create(weights[k]);
            low += Widen(rows) * weight;
            high += Widen(rows + 8) * weight;
        }
        low >>= AxisTaps.Precision;
        high >>= AxisTaps.Precision;
        return Vector128.Narrow(Vector128.Narrow(low.GetLower(), low.GetUpper()).AsUInt16(), Vector128.Narrow(high.GetLower(), high.GetUpper()).AsUInt16());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<int> Total(Vector256<int> sum) => (sum.GetLower() + sum.GetUpper()) >> AxisTaps.Precision;

    /// <summary>Eight bytes as whole numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<int> Widen(byte* bytes)
    {
        if (Avx2.IsSupported) return Avx2.ConvertToVector256Int32(bytes);
        (Vector128<uint> low, Vector128<uint> high) = Vector128.Widen(Vector128.WidenLower(Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(bytes)).AsByte()));
        return Vector256.Create(low, high).AsInt32();
    }
}
