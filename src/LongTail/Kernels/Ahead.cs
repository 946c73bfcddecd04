using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace LongTail.Kernels;

/// <summary>Rows of pixels that will be needed soon, asked for while products keep the processor busy: by itself it looks ahead within a page of memory alone.</summary>
readonly unsafe struct Ahead
{
    const int Line = 64;
    readonly byte* _memory;
    readonly nint _part;

    /// <param name="images">[B, H, W, K].</param>
    /// <param name="row">The first row, counted over all images.</param>
    /// <param name="rows">How many.</param>
    /// <param name="rowBytes">Size of one.</param>
    /// <param name="parts">In how many parts they are asked for.</param>
    public Ahead(void* images, nint row, int rows, int rowBytes, int parts)
    {
        _memory = (byte*)images + row * rowBytes;
        _part = ((nint)rows * rowBytes / Line + parts - 1) / parts * Line;
    }

    /// <summary>Asks for a part. Beyond the end nothing happens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(int part)
    {
        byte* end = _memory + _part * (part + 1);
        for (byte* line = _memory + _part * part; line < end; line += Line) Sse.Prefetch0(line);
    }
}
