using System.Runtime.InteropServices;

namespace LongTail.Kernels;

/// <summary>Memory of one thread for the transformed tiles of some rows.</summary>
unsafe ref struct TileBlock
{
    const int Wanted = 16, Multiple = 16;   // tiles; what a product takes at once divides the multiple
    readonly float* _memory;

    /// <param name="work">What is to be done.</param>
    /// <param name="channels">K.</param>
    /// <param name="inputs">Of a tile along one direction.</param>
    public TileBlock(in WinogradWork work, int channels, int inputs)
    {
        Rows = Math.Max(1, Wanted / work.TileColumns);
        Tiles = (Rows * work.TileColumns + Multiple - 1) / Multiple * Multiple;
        // A cache line more: without it all places of a tile fall into the same set of the cache.
        Stride = Tiles * channels + 16;
        BufferStride = (work.TileColumns * work.TileSide + 2) * 16;
        int places = inputs * inputs * Stride, buffer = inputs * BufferStride, row = work.Width * channels;
        nuint bytes = (nuint)(2 * places + 2 * buffer + row) * sizeof(float);
        _memory = (float*)NativeMemory.AlignedAlloc(bytes, 64);
        First = _memory;
        Second = First + places;
        InputBuffer = Second + places;
        GradientBuffer = InputBuffer + buffer;
        Zeros = GradientBuffer + buffer;
        NativeMemory.Clear(InputBuffer, (nuint)(2 * buffer + row) * sizeof(float));
        // What stands there by chance may be numbers that are slow to multiply.
        if (Tiles > Rows * work.TileColumns || work.Images * work.TileRows % Rows != 0) NativeMemory.Clear(First, (nuint)places * sizeof(float));
    }

    /// <summary>Rows of tiles that are treated together.</summary>
    public int Rows { get; }

    /// <summary>Tiles there is room for: those of the rows, and some more that nobody reads.</summary>
    public int Tiles { get; }

    /// <summary>Numbers from one place to the next.</summary>
    public int Stride { get; }

    /// <summary>[places, tiles, K].</summary>
    public float* First { get; }

    /// <summary>[places, tiles, K].</summary>
    public float* Second { get; }

    /// <summary>A row of tiles, 16 channels of it, transformed along columns: a column of zeros, the row, and zeros behind it.</summary>
    public float* InputBuffer { get; }

    /// <summary>The same for gradients, without the column in front.</summary>
    public float* GradientBuffer { get; }

    /// <summary>Numbers from one row of a buffer to the next.</summary>
    public int BufferStride { get; }

    /// <summary>A row of zeros, [W, K].</summary>
    public float* Zeros { get; }

    /// <summary>Frees the memory.</summary>
    public readonly void Dispose() => NativeMemory.AlignedFree(_memory);
}
