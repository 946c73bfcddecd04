using System.Buffers.Binary;
using System.Text;

namespace LongTail.Native;

/// <summary>The name by which the dynamic linker knows a loaded library (DT_SONAME).</summary>
static class ElfName
{
    const uint Needed = 1, Name = 14;   // DT_NEEDED, DT_SONAME

    /// <summary>Renames a library to the tail of a name it needs: a place in its own texts, so that nothing moves.</summary>
    /// <param name="file">The library; eight bytes change.</param>
    /// <param name="needed">The name of a library it needs.</param>
    /// <param name="skip">Letters of that name to leave out at the front.</param>
    /// <exception cref="BadImageFormatException">The file is damaged, has no name or does not need that library; nothing was changed.</exception>
    public static void TakeFromNeeded(Span<byte> file, string needed, int skip)
    {
        (long place, uint text) = Find(new ElfFile(file), Encoding.ASCII.GetBytes(needed));
        BinaryPrimitives.WriteInt64LittleEndian(file[(int)place..], text + skip);
    }

    static (long Place, uint Text) Find(ElfFile elf, byte[] needed)
    {
        ElfSection dynamic = elf.Only(ElfSection.Dynamic);
        ElfSection texts = elf.Section(dynamic.Link);
        long? place = null;
        uint? text = null;
        for (long at = dynamic.Offset; at + 16 <= dynamic.Offset + dynamic.Size; at += 16)
        {
            uint tag = elf.Word(at), value = elf.Word(at + 8);
            if (tag == Name) place = at + 8;
            if (tag == Needed && elf.HasText(texts, value, needed)) text = value;
        }
        return place is { } p && text is { } t ? (p, t) : throw ElfFile.Unexpected($"it does not name itself, or does not need {Encoding.ASCII.GetString(needed)}");
    }
}
