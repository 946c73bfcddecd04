using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LongTail.Imaging;

/// <summary>Brings a part of a picture to another size by a triangle that is as wide as the pixels it replaces: Pillow's and torchvision's "bilinear".</summary>
/// <remarks>Rows first, then columns, with 8 bits in between, as Pillow does; its sums are of whole numbers and ours are not, so a byte in some hundreds differs by 1.</remarks>
static class Resampling
{
    /// <summary>Rows of the decoded picture that a window depends on: first, and the one behind the last.</summary>
    /// <param name="placement">What is drawn.</param>
    /// <param name="scale">Decoded rows per row of the picture.</param>
    /// <param name="rows">Rows of the decoded picture.</param>
    public static (int First, int Last) RowsFor(Placement placement, double scale, int rows)
    {
        Triangle vertical = Vertical(placement, scale, rows);
        return (vertical.First, vertical.Last);
    }

    /// <summary>Draws the window.</summary>
    /// <param name="from">At least the rows that <see cref="RowsFor"/> gives.</param>
    /// <param name="placement">In pixels of the picture at its own scale.</param>
    /// <param name="across">Decoded columns per column of the picture.</param>
    /// <param name="down">Decoded rows per row of the picture.</param>
    /// <param name="rgb">Rows x columns x 3 bytes of the window.</param>
    public static unsafe void Draw(DecodedRows from, Placement placement, double across, double down, Span<byte> rgb)
    {
        PixelBox window = placement.Window;
        Triangle vertical = Vertical(placement, down, from.FullHeight);
        Triangle horizontal = new(placement.Source.Left * across, placement.Source.Width * across, from.Width, placement.Target.Width, window.Left, window.Width);
        int rows = vertical.Last - vertical.First;
        float[] between = ArrayPool<float>.Shared.Rent(4 * rows * window.Width);
        try
        {
            fixed (byte* pixels = from.Pixels)
            fixed (float* middle = between)
            {
                for (int row = 0; row < rows; row++)
                    Across(pixels + 4L * from.Width * (vertical.First - from.First + row), horizontal, middle + 4L * window.Width * row);
                for (int row = 0; row < window.Height; row++)
                    Down(middle + 4L * window.Width * (vertical.Start[row] - vertical.First), window.Width, vertical.WeightsOf(row), rgb.Slice(3 * window.Width * row, 3 * window.Width));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(between);
        }
    }

    static Triangle Vertical(Placement placement, double scale, int rows) =>
        new(placement.Source.Top * scale, placement.Source.Height * scale, rows, placement.Target.Height, placement.Window.Top, placement.Window.Height);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static unsafe void Across(byte* row, Triangle columns, float* into)
    {
        for (int column = 0; column < columns.Start.Length; column++)
        {
            byte* pixel = row + 4 * columns.Start[column];
            Vector128<float> sum = Vector128<float>.Zero;
            foreach (float weight in columns.WeightsOf(column))
            {
                Vector128<byte> bytes = Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(pixel)).AsByte();
                sum = Vector128.FusedMultiplyAdd(Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32()), Vector128.Create(weight), sum);
                pixel += 4;
            }
            Vector128.Floor(sum + Vector128.Create(0.5f)).Store(into + 4 * column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static unsafe void Down(float* first, int width, ReadOnlySpan<float> weights, Span<byte> rgb)
    {
        for (int column = 0; column < width; column++)
        {
            float* pixel = first + 4 * column;
            Vector128<float> sum = Vector128<float>.Zero;
            foreach (float weight in weights)
            {
                sum = Vector128.FusedMultiplyAdd(Vector128.Load(pixel), Vector128.Create(weight), sum);
                pixel += 4L * width;
            }
            Vector128<int> whole = Vector128.ConvertToInt32(Vector128.Floor(sum + Vector128.Create(0.5f)));
            rgb[3 * column] = (byte)whole[0];
            rgb[3 * column + 1] = (byte)whole[1];
            rgb[3 * column + 2] = (byte)whole[2];
        }
    }

    /// <summary>For each wanted pixel of a line, which pixels it is made of and how much of each.</summary>
    sealed class Triangle
    {
        readonly float[] _weights;
        readonly int[] _count;
        readonly int _stride;

        /// <param name="start">Where the part begins in the line.</param>
        /// <param name="length">Of the part.</param>
        /// <param name="limit">Pixels in the line.</param>
        /// <param name="target">Pixels that the part becomes.</param>
        /// <param name="firstWanted">Of those.</param>
        /// <param name="wanted">How many.</param>
        public Triangle(double start, double length, int limit, int target, int firstWanted, int wanted)
        {
            double scale = length / target, reach = Math.Max(scale, 1);
            // What lies outside the part has no influence, just as if the part were a picture of its own.
            int least = Math.Max(0, (int)Math.Floor(start + 1e-6)), most = Math.Min(limit, (int)Math.Ceiling(start + length - 1e-6));
            _stride = 2 * (int)Math.Ceiling(reach) + 1;
            (Start, _count, _weights) = (new int[wanted], new int[wanted], new float[wanted * _stride]);
            for (int i = 0; i < wanted; i++)
            {
                double centre = start + (firstWanted + i + 0.5) * scale;
                int low = Math.Clamp((int)(centre - reach + 0.5), least, most - 1), high = Math.Clamp((int)(centre + reach + 0.5), low + 1, most);
                double sum = 0;
                Span<float> weights = _weights.AsSpan(i * _stride, Math.Min(_stride, high - low));
                for (int k = 0; k < weights.Length; k++) sum += weights[k] = (float)Math.Max(0, 1 - Math.Abs((low + k - centre + 0.5) / reach));
                if (sum == 0) sum = weights[0] = 1;
                for (int k = 0; k < weights.Length; k++) weights[k] = (float)(weights[k] / sum);
                (Start[i], _count[i]) = (low, weights.Length);
            }
            First = Start.Min();
            Last = Start.Zip(_count, (from, count) => from + count).Max();
        }

        public int[] Start { get; }

        public int First { get; }

        public int Last { get; }

        public ReadOnlySpan<float> WeightsOf(int wanted) => _weights.AsSpan(wanted * _stride, _count[wanted]);
    }
}
