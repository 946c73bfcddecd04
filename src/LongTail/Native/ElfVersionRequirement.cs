using System.Text;

namespace LongTail.Native;

/// <summary>One symbol version that an ELF file asks of a shared library, found by reading the file's bytes.</summary>
/// <param name="Version">Such as "GLIBCXX_3.4.32".</param>
/// <param name="Symbol">The only symbol that carries it.</param>
/// <remarks>
/// The dynamic linker refuses a file whose required version is missing, unless the requirement is flagged weak.
/// Flagging it is safe when nothing in the file refers to the symbol, and only then does this type give the place of the flag.
/// </remarks>
sealed record ElfVersionRequirement(string Version, string Symbol)
{
    const ushort WeakFlag = 2;              // VER_FLG_WEAK
    const long LargestTable = 64 * 1024;    // of version needs; the real one has 528 bytes

    /// <summary>Flags the requirement weak: one byte changes.</summary>
    /// <exception cref="BadImageFormatException">As for <see cref="FlagOffset"/>; nothing was changed.</exception>
    public void MakeWeak(Span<byte> file) => file[FlagOffset(file)] |= (byte)WeakFlag;

    /// <summary>Where the low byte of the requirement's flags is, after checking that nothing needs the symbol.</summary>
    /// <exception cref="BadImageFormatException">
    /// The file is damaged, not an x86-64 shared library, does not ask for the version, has its flags set already,
    /// asks for it with another symbol too, or really uses the symbol. No other exception is thrown, whatever the bytes.
    /// </exception>
    public int FlagOffset(ReadOnlySpan<byte> file)
    {
        ElfFile elf = new(file);
        ElfSection symbols = elf.Only(ElfSection.DynamicSymbols);
        (long flags, int index) = Requirement(elf, elf.Only(ElfSection.VersionNeeds));
        RefuseRelocations(elf, CarriersOf(elf, symbols, index));
        return (int)flags;
    }

    (long Flags, int Index) Requirement(ElfFile elf, ElfSection needs)
    {
        if (needs.Size > LargestTable) throw ElfFile.Unexpected($"its table of version needs has {needs.Size} bytes, more than {LargestTable}");
        ElfSection names = elf.Section(needs.Link);
        (long, int)? found = null;
        for (long library = needs.Offset, step = 1; step != 0; library += step)
        {
            needs.RequireInside(library, 16);
            long entry = library + elf.Word(library + 8);
            for (int left = elf.Half(library + 2); left > 0; left--)
            {
                needs.RequireInside(entry, 16);
                if (elf.HasText(names, elf.Word(entry + 8), Encoding.ASCII.GetBytes(Version)))
                {
                    if (found is not null) throw ElfFile.Unexpected($"{Version} is asked of two libraries");
                    if (elf.Half(entry + 4) != 0) throw ElfFile.Unexpected($"the flags of {Version} are set already");
                    found = (entry + 4, elf.Half(entry + 6));
                }
                uint next = elf.Word(entry + 12);
                if (left > 1 && next < 16) throw ElfFile.Unexpected("its table of version needs does not advance");
                entry += next;
            }
            step = elf.Word(library + 12);
            if (step is > 0 and < 16) throw ElfFile.Unexpected("its table of version needs does not advance");
        }
        return found ?? throw ElfFile.Unexpected($"{Version} is not asked for");
    }

    HashSet<uint> CarriersOf(ElfFile elf, ElfSection symbols, int index)
    {
        ElfSection versions = elf.Only(ElfSection.SymbolVersions);
        ElfSection names = elf.Section(symbols.Link);
        byte[] expected = Encoding.ASCII.GetBytes(Symbol);
        HashSet<uint> carriers = [];
        for (uint i = 0; i < symbols.Size / 24; i++)
        {
            versions.RequireInside(versions.Offset + 2L * i, 2);
            if ((elf.Half(versions.Offset + 2L * i) & 0x7FFF) != index) continue;
            if (!elf.HasText(names, elf.Word(symbols.Offset + 24L * i), expected)) throw ElfFile.Unexpected($"{Version} is asked for by more than {Symbol}");
            carriers.Add(i);
        }
        return carriers.Count > 0 ? carriers : throw ElfFile.Unexpected($"{Symbol} does not carry {Version}");
    }

    void RefuseRelocations(ElfFile elf, HashSet<uint> carriers)
    {
        foreach (ElfSection section in elf.Sections())
        {
            if (section.Type == ElfSection.ShortRelocations) throw ElfFile.Unexpected("it has relocations without addends, which x86-64 does not use");
            if (section.Type != ElfSection.Relocations) continue;
            for (long at = section.Offset; at + 24 <= section.Offset + section.Size; at += 24)
                if (carriers.Contains(elf.Word(at + 12))) throw ElfFile.Unexpected($"{Symbol} is really used");
        }
    }
}
