using System.Buffers.Binary;
using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>What a safetensors file says it holds, after everything it says has been checked.</summary>
/// <remarks>
/// Format: 8 bytes of header length, little endian; the header, JSON; the numbers of all tensors without gap or overlap.
/// Uses no native code. Refuses more than the format does: at most 10,000 entries and 4 MiB of header.
/// See https://github.com/huggingface/safetensors#format.
/// </remarks>
sealed record SafetensorsHeader
{
    /// <summary>Most tensors in one file, and most lines of metadata.</summary>
    public const int MaximumEntries = 10_000;

    /// <summary>Most bytes of header.</summary>
    public const int MaximumLength = 4 << 20;

    /// <summary>Where the numbers begin in the stream.</summary>
    public required long DataStart { get; init; }

    /// <summary>The tensors in the order of their bytes.</summary>
    public required ImmutableArray<SafetensorsEntry> Entries { get; init; }

    /// <summary>Free text by key.</summary>
    public required ImmutableSortedDictionary<string, string> Metadata { get; init; }

    /// <summary>Reads the header that starts at the stream's position; the file extends to the stream's end.</summary>
    /// <param name="stream">Can seek.</param>
    /// <param name="source">Names the file in messages.</param>
    /// <exception cref="ModelFileException">The file is damaged, or of a format that can run code.</exception>
    public static SafetensorsHeader Read(Stream stream, string source)
    {
        try
        {
            return ReadChecked(stream, source);
        }
        catch (Exception e) when (ModelFileFault.IsReadFailure(e))
        {
            throw ModelFileFault.Unreadable(source, e);
        }
    }

    static SafetensorsHeader ReadChecked(Stream stream, string source)
    {
        long start = stream.Position;
        long length = HeaderLength(stream, source);

        byte[] text = new byte[length];
        stream.Position = start + sizeof(long);
        stream.ReadExactly(text);
        var (entries, metadata) = SafetensorsHeaderParser.Parse(text, source);

        long dataStart = start + sizeof(long) + length;
        ImmutableArray<SafetensorsEntry> ordered = [.. entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)];
        CheckLayout(ordered, stream.Length - dataStart, source);
        return new() { DataStart = dataStart, Entries = ordered, Metadata = metadata };
    }

    static long HeaderLength(Stream stream, string source)
    {
        long available = stream.Length - stream.Position - sizeof(long);
        Span<byte> start = stackalloc byte[ForeignFormats.BytesRead];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        ForeignFormats.Refuse(start, source);

        if (start.Length < sizeof(long) + 2)
            throw ModelFileFault.Damaged(source, $"{start.Length} bytes", "a safetensors file of 10 bytes or more");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length < 2 || length > MaximumLength || length > (ulong)available)
            throw ModelFileFault.Damaged(source, $"a header length of {length}", $"2 to {Math.Min(MaximumLength, available)}");
        if (start[sizeof(long)] != '{')
            throw ModelFileFault.Damaged(source, $"a header that begins with byte 0x{start[sizeof(long)]:x2}", "'{'");
        return (long)length;
    }

    static void CheckLayout(ImmutableArray<SafetensorsEntry> ordered, long dataLength, string source)
    {
        long end = 0;
        foreach (SafetensorsEntry entry in ordered)
        {
            if (entry.Begin != end)
                throw ModelFileFault.Damaged(
                    source, $"{(entry.Begin < end ? "an overlap" : "a gap")}: {Quoted.Of(entry.Name)} begins at byte {entry.Begin}", $"it to begin at {end}");
            end = entry.End;
        }
        if (end != dataLength)
            throw ModelFileFault.Damaged(source, $"{dataLength} bytes of numbers", $"{end} as the header says");
    }
}
