using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace LongTail.Packs;

/// <summary>Some bytes of a mapped file. The mapping stays as long as they are held, also when its file is closed meanwhile. One thread at a time.</summary>
sealed unsafe class MappedBytes : MemoryManager<byte>
{
    readonly SafeMemoryMappedViewHandle _view;
    readonly byte* _first;
    readonly int _length;
    bool _released;

    /// <param name="view">Of the whole file.</param>
    /// <param name="offset">Of the first byte; the caller has checked that it and all others are in the file.</param>
    /// <param name="length">How many.</param>
    public MappedBytes(SafeMemoryMappedViewHandle view, long offset, int length)
    {
        byte* start = null;
        view.AcquirePointer(ref start);
        _view = view;
        _first = start + offset;
        _length = length;
    }

    public override Span<byte> GetSpan() => new(_first, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_first + elementIndex);

    public override void Unpin()
    {
        // Mapped memory does not move.
    }

    protected override void Dispose(bool disposing)
    {
        if (_released) return;
        _released = true;
        _view.ReleasePointer();
    }
}
