using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using LongTail.Foundation;

namespace LongTail.Store;

/// <summary>Reads the arguments of pickle's operations, never past the end.</summary>
ref struct PickleCursor(ReadOnlySpan<byte> bytes, string source)
{
    const int LongestText = 1 << 16, LongestName = 256;

    readonly ReadOnlySpan<byte> _bytes = bytes;
    int _position;

    internal readonly bool IsAtEnd => _position == _bytes.Length;

    internal readonly int Position => _position;

    internal byte Byte() => Take(1)[0];

    internal int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    internal int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    internal double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double)));

    /// <summary>A whole number of so many bytes, lowest first, with a sign.</summary>
    internal long Integer(int length)
    {
        ReadOnlySpan<byte> digits = Take(length);
        if (length > sizeof(long)) throw Damaged($"a number of {length} bytes", $"at most {sizeof(long)}");
        long value = length > 0 && digits[^1] >= 0x80 ? -1 : 0;
        for (int i = length - 1; i >= 0; i--) value = value << 8 | digits[i];
        return value;
    }

    internal string Text(int length)
    {
        if (length is < 0 or > LongestText) throw Damaged($"a text of {length} bytes", $"at most {LongestText}");
        ReadOnlySpan<byte> text = Take(length);
        return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : throw Damaged("a text that is not UTF-8", "one that is");
    }

    /// <summary>A name that ends with its line.</summary>
    internal string Line()
    {
        int length = _bytes[_position..Math.Min(_bytes.Length, _position + LongestName)].IndexOf((byte)'\n');
        if (length < 0) throw Damaged("a name without an end", $"a line of at most {LongestName} bytes");
        string name = Text(length);
        Skip(1);
        return name;
    }

    internal void Skip(int length) => Take(length);

    internal readonly ModelFileException Damaged(string found, string expected) =>
        ModelFileFault.Damaged(source, $"{found} at byte {_position} of data.pkl", expected);

    ReadOnlySpan<byte> Take(int length)
    {
        if (length > _bytes.Length - _position) throw Damaged("its end", $"{length} more bytes");
        ReadOnlySpan<byte> taken = _bytes.Slice(_position, length);
        _position += length;
        return taken;
    }
}
