using System.Buffers.Binary;
using System.Text;

namespace LongTail.Store;

/// <summary>The directory of a zip archive whose entries are stored as they are, after everything it says has been checked.</summary>
/// <remarks>
/// Refuses what an archive of tensors has no use for, and hostile ones have: compression, encryption, comments, names that occur twice, entries that
/// overlap, and archives over 4 GiB. See https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3.7 (local header), 4.3.12 (directory) and 4.3.14 to 4.3.16 (its end).
/// </remarks>
sealed class StoredZip
{
    const int MostEntries = SafetensorsHeader.MaximumEntries + 100, LongestName = 1024, LongestDirectory = 4 << 20;
    const uint LocalSignature = 0x04034b50, DirectorySignature = 0x02014b50, EndSignature = 0x06054b50, LargeEndSignature = 0x06064b50, LocatorSignature = 0x07064b50;
    const int LocalLength = 30, DirectoryLength = 46, EndLength = 22, LocatorLength = 20, LargeEndLength = 56 + LocatorLength;
    const int Encrypted = 1;
    const uint InZip64 = uint.MaxValue;

    readonly Stream _stream;
    readonly string _source;
    readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    StoredZip(Stream stream, string source) => (_stream, _source) = (stream, source);

    /// <summary>Reads the directory of an archive that fills the stream. Its names are known then; what they stand for has to pass <see cref="CheckEntries"/>.</summary>
    /// <exception cref="Foundation.ModelFileException">It is not as expected.</exception>
    internal static StoredZip Open(Stream stream, string source)
    {
        StoredZip zip = new(stream, source);
        zip.ReadDirectory();
        return zip;
    }

    /// <summary>Checks that every entry is stored as it is, where and as the directory says; nothing can be read before.</summary>
    internal void CheckEntries()
    {
        foreach ((string name, Entry entry) in _entries)
            if (entry.IsCompressed) throw Damaged($"the compressed entry {Quoted.Of(name)}", "entries that are stored as they are, as torch.save writes them");
            else if (entry.Stored != entry.Length) throw Damaged($"{entry.Stored} bytes for the {entry.Length} of {Quoted.Of(name)}", "as many");
        CheckPlaces();
    }

    internal IEnumerable<string> Names => _entries.Keys;

    /// <summary>Bytes of an entry; null when there is none of the name.</summary>
    internal long? LengthOf(string name) => _entries.TryGetValue(name, out Entry? entry) ? entry.Length : null;

    /// <summary>Reads an entry, and compares its checksum.</summary>
    /// <param name="name">One that exists.</param>
    /// <param name="memory">As long as the entry.</param>
    internal void Read(string name, Span<byte> memory)
    {
        Entry entry = _entries[name];
        _stream.Position = entry.Begin;
        _stream.ReadExactly(memory);
        if (Crc32.Of(memory) is var sum && sum != entry.Checksum)
            throw Damaged($"checksum {sum:x8} of {Quoted.Of(name)}", $"{entry.Checksum:x8}");
    }

    void ReadDirectory()
    {
        long endAt = _stream.Length - EndLength;
        ReadOnlySpan<byte> end = endAt < 0 ? [] : Bytes(endAt, EndLength);
        if (end.Length == 0 || Word(end, 0) != EndSignature || Half(end, 20) != 0)
            throw Damaged("no directory at its end", "a whole zip archive without a comment");
        int count = Half(end, 10);
        long length = Word(end, 12), begin = Word(end, 16);
        if (Half(end, 4) != 0 || Half(end, 6) != 0 || Half(end, 8) != count)
            throw Damaged("a part of a zip archive", "all of it in one file");
        if (begin + length == endAt - LargeEndLength) CheckLargeEnd(begin, length, count);
        else if (begin + length != endAt) throw Damaged($"a directory in {length} bytes from byte {begin}", $"one that ends at byte {endAt}");
        if (count > MostEntries || length > LongestDirectory)
            throw Damaged($"a directory of {count} entries in {length} bytes", $"at most {MostEntries} entries in {LongestDirectory} bytes");

        ReadOnlySpan<byte> rest = Bytes(begin, (int)length);
        for (int i = 0; i < count; i++) rest = rest[ReadEntry(rest)..];
        if (rest.Length > 0) throw Damaged($"{rest.Length} bytes behind the directory's {count} entries", "none");
    }

    // PyTorch writes the end of a directory in its form for archives over 4 GiB too, whatever their size. It must then say the same.
    void CheckLargeEnd(long begin, long length, int count)
    {
        ReadOnlySpan<byte> end = Bytes(begin + length, LargeEndLength);
        ReadOnlySpan<byte> locator = end[(LargeEndLength - LocatorLength)..];
        if (Word(end, 0) != LargeEndSignature || Long(end, 4) != LargeEndLength - LocatorLength - 12 || Long(end, 16) != 0 || Long(end, 24) != count || Long(end, 32) != count
            || Long(end, 40) != length || Long(end, 48) != begin || Word(locator, 0) != LocatorSignature || Word(locator, 4) != 0 || Long(locator, 8) != begin + length || Word(locator, 16) != 1)
            throw Damaged("two ends of the directory that differ", "the same in both");
    }

    int ReadEntry(ReadOnlySpan<byte> directory)
    {
        if (directory.Length < DirectoryLength || Word(directory, 0) != DirectorySignature) throw Damaged("a directory that breaks off", "as many entries as it says");
        int nameLength = Half(directory, 28), whole = DirectoryLength + nameLength + Half(directory, 30) + Half(directory, 32);
        if (whole > directory.Length || nameLength > LongestName) throw Damaged($"a name of {nameLength} bytes", $"at most {LongestName}, and the entry in the directory");
        string name = Encoding.UTF8.GetString(directory.Slice(DirectoryLength, nameLength));
        uint stored = Word(directory, 20), length = Word(directory, 24), header = Word(directory, 42);
        if ((Half(directory, 8) & Encrypted) != 0) throw Damaged($"the encrypted entry {Quoted.Of(name)}", "an open one");
        if (stored == InZip64 || length == InZip64 || header == InZip64) throw Damaged($"an archive over 4 GiB (zip64, at {Quoted.Of(name)})", "a smaller one, or a safetensors file");
        if (!_entries.TryAdd(name, new(header, stored, length, Half(directory, 10) != 0, Word(directory, 16), nameLength)))
            throw Damaged($"the entry {Quoted.Of(name)} twice", "every entry once");
        return whole;
    }

    // The lengths in local headers are those of their name and padding; for the rest the directory holds.
    void CheckPlaces()
    {
        long end = 0;
        foreach ((string name, Entry entry) in _entries.OrderBy(pair => pair.Value.Header))
        {
            if (entry.Header < end || entry.Header + LocalLength + entry.NameLength > _stream.Length) throw Damaged($"{Quoted.Of(name)} at byte {entry.Header}", $"it at {end} or later, within the file");
            ReadOnlySpan<byte> local = Bytes(entry.Header, LocalLength + entry.NameLength);
            if (Word(local, 0) != LocalSignature || Half(local, 8) != 0 || Half(local, 26) != entry.NameLength || Encoding.UTF8.GetString(local[LocalLength..]) != name)
                throw Damaged($"another entry than {Quoted.Of(name)} at byte {entry.Header}", "the one of the directory");
            entry.Begin = entry.Header + LocalLength + entry.NameLength + Half(local, 28);
            end = entry.Begin + entry.Length;
            if (end > _stream.Length - EndLength) throw Damaged($"{Quoted.Of(name)} up to byte {end}", "it to end within the file");
        }
    }

    ReadOnlySpan<byte> Bytes(long begin, int length)
    {
        byte[] bytes = new byte[length];
        _stream.Position = begin;
        _stream.ReadExactly(bytes);
        return bytes;
    }

    static int Half(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    static long Long(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    Foundation.ModelFileException Damaged(string found, string expected) => ModelFileFault.Damaged(_source, found, expected);

    sealed record Entry(long Header, long Stored, long Length, bool IsCompressed, uint Checksum, int NameLength)
    {
        public long Begin { get; set; }
    }
}
