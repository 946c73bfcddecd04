using System.Buffers.Binary;

namespace LongTail.Native;

/// <summary>Bytes of an x86-64 shared library; every read is checked, and every fault is a <see cref="BadImageFormatException"/>.</summary>
readonly ref struct ElfFile
{
    const int MostSections = 256;   // the real library has 34; a bound keeps a damaged file from costing minutes

    readonly ReadOnlySpan<byte> _bytes;
    readonly long _table;
    readonly int _count;

    /// <exception cref="BadImageFormatException">Not a 64-bit little-endian x86-64 shared library.</exception>
    public ElfFile(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        if (bytes.Length < 64 || Word(0) != 0x464C457F) throw Unexpected("it is not an ELF file");
        if (bytes[4] != 2 || bytes[5] != 1 || Half(16) != 3 || Half(18) != 62) throw Unexpected("it is not a 64-bit x86-64 shared library");
        if (Half(58) != 64) throw Unexpected($"its section headers have {Half(58)} bytes, not 64");
        _table = Offset(40);
        _count = Half(60);
        if (_count > MostSections) throw Unexpected($"it has {_count} sections, more than {MostSections}");
    }

    /// <summary>The reason, as the one exception this room's reading throws.</summary>
    public static BadImageFormatException Unexpected(string reason) => new($"The file is not as expected: {reason}.");

    /// <summary>16 bits.</summary>
    public ushort Half(long at) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(at, 2));

    /// <summary>32 bits.</summary>
    public uint Word(long at) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(at, 4));

    /// <summary>All section headers, checked to lie inside the file.</summary>
    public List<ElfSection> Sections()
    {
        List<ElfSection> sections = new(_count);
        for (int i = 0; i < _count; i++) sections.Add(Section((uint)i));
        return sections;
    }

    /// <summary>A section by its number.</summary>
    public ElfSection Section(uint number)
    {
        if (number >= _count) throw Unexpected($"it names section {number} of {_count}");
        long header = _table + 64L * number;
        ElfSection section = new(Word(header + 4), Offset(header + 24), Offset(header + 32), Word(header + 40));
        if (section.Type is not (ElfSection.Nothing or ElfSection.NotInFile)) Slice(section.Offset, section.Size);
        return section;
    }

    /// <summary>The one section of a type.</summary>
    public ElfSection Only(uint type)
    {
        List<ElfSection> sections = Sections().FindAll(section => section.Type == type);
        return sections.Count == 1 ? sections[0] : throw Unexpected($"it has {sections.Count} sections of type 0x{type:x}, not one");
    }

    /// <summary>Whether a zero-ended text of a string section is the expected one.</summary>
    public bool HasText(ElfSection texts, uint at, ReadOnlySpan<byte> expected)
    {
        long start = texts.Offset + at;
        texts.RequireInside(start, 1);
        if (start + expected.Length + 1 > texts.Offset + texts.Size) return false;
        ReadOnlySpan<byte> text = Slice(start, expected.Length + 1L);
        return text[^1] == 0 && text[..^1].SequenceEqual(expected);
    }

    long Offset(long at)
    {
        long value = BinaryPrimitives.ReadInt64LittleEndian(Slice(at, 8));
        return value >= 0 && value <= _bytes.Length ? value : throw Unexpected($"it points to 0x{value:x}, outside itself");
    }

    ReadOnlySpan<byte> Slice(long at, long length) =>
        at >= 0 && length >= 0 && at <= _bytes.Length - length
            ? _bytes.Slice((int)at, (int)length)
            : throw Unexpected($"it ends at 0x{_bytes.Length:x}, before 0x{at:x}");
}

/// <summary>A section header.</summary>
readonly record struct ElfSection(uint Type, long Offset, long Size, uint Link)
{
    public const uint Nothing = 0, Relocations = 4, Dynamic = 6, NotInFile = 8, ShortRelocations = 9, DynamicSymbols = 11;
    public const uint VersionNeeds = 0x6FFFFFFE, SymbolVersions = 0x6FFFFFFF;

    /// <exception cref="BadImageFormatException">The bytes are not all inside the section.</exception>
    public void RequireInside(long at, long length)
    {
        if (at < Offset || at + length > Offset + Size) throw ElfFile.Unexpected($"an entry at 0x{at:x} lies outside its section");
    }
}
