using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LongTail.Kernels;

/// <summary>Copies of three neighbouring rows of an image, each with a zero pixel at both ends; rows outside the image are zero.</summary>
unsafe ref struct RowWindow
{
    readonly int _width, _channels, _length;
    readonly float* _memory;   // three rows in turn, then one of zeros

    public RowWindow(int width, int channels)
    {
        (_width, _channels, _length) = (width, channels, (width + 2) * channels);
        nuint bytes = (nuint)(4 * _length) * sizeof(float);
        _memory = (float*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(_memory, bytes);
    }

    /// <summary>The row above, from its zero pixel on.</summary>
    public float* Above { get; private set; }

    /// <summary>The row itself.</summary>
    public float* Here { get; private set; }

    /// <summary>The row below.</summary>
    public float* Below { get; private set; }

    /// <summary>Moves on by one row, or to the first row of the next image.</summary>
    public void MoveTo(float* image, int row, int height)
    {
        if (row == 0) Fill(image, 0);
        if (row + 1 < height) Fill(image, row + 1);
        float* zeros = _memory + 3 * _length;
        Above = row == 0 ? zeros : Slot(row - 1);
        Here = Slot(row);
        Below = row + 1 < height ? Slot(row + 1) : zeros;
    }

    /// <summary>Frees the copies.</summary>
    public readonly void Dispose() => NativeMemory.AlignedFree(_memory);

    readonly float* Slot(int row) => _memory + row % 3 * _length;

    readonly void Fill(float* image, int row) =>
        Unsafe.CopyBlock(Slot(row) + _channels, image + (nint)row * _width * _channels, (uint)(_width * _channels * sizeof(float)));
}
