using Google.Protobuf;
using LongTail.Foundation;

namespace LongTail.Onnx;

/// <summary>A message of protocol buffers as it is put together: fields by number, in the order they are written.</summary>
sealed class ProtoMessage
{
    readonly List<Field> _fields = [];
    long? _bytes;

    /// <summary>A whole number, or the number of an enumeration's value.</summary>
    public ProtoMessage Add(int field, long value) => Add(new(field, WireFormat.WireType.Varint, CodedOutputStream.ComputeInt64Size(value), output => output.WriteInt64(value)));

    /// <summary>A text.</summary>
    public ProtoMessage Add(int field, string value) => Add(new(field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeStringSize(value), output => output.WriteString(value)));

    /// <summary>Bytes as they are.</summary>
    public ProtoMessage Add(int field, byte[] value)
    {
        ByteString bytes = UnsafeByteOperations.UnsafeWrap(value);
        return Add(new(field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeBytesSize(bytes), output => output.WriteBytes(bytes)));
    }

    /// <summary>A message, which must be complete.</summary>
    public ProtoMessage Add(int field, ProtoMessage value)
    {
        int length = value.Length;
        return Add(new(field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeLengthSize(length) + (long)length, output =>
        {
            output.WriteLength(length);
            value.WriteTo(output);
        }));
    }

    /// <summary>Some messages under one number, as a repeated field has them.</summary>
    public ProtoMessage Add(int field, IEnumerable<ProtoMessage> values)
    {
        foreach (ProtoMessage value in values) Add(field, value);
        return this;
    }

    /// <summary>Bytes of all fields.</summary>
    /// <exception cref="RecipeException">They are more than the format allows.</exception>
    public int Length
    {
        get
        {
            long bytes = _bytes ??= _fields.Sum(part => CodedOutputStream.ComputeTagSize(part.Number) + part.Bytes);
            return bytes <= int.MaxValue ? (int)bytes : throw new RecipeException(FormattableString.Invariant($"Found a network of {bytes / 1e9:0.0} GB, expected 2 at most: an ONNX file cannot be larger."));
        }
    }

    /// <summary>Writes the fields.</summary>
    public void WriteTo(CodedOutputStream output)
    {
        foreach (Field part in _fields)
        {
            output.WriteTag(part.Number, part.Type);
            part.Write(output);
        }
    }

    ProtoMessage Add(Field part)
    {
        _fields.Add(part);
        _bytes = null;
        return this;
    }

    readonly record struct Field(int Number, WireFormat.WireType Type, long Bytes, Action<CodedOutputStream> Write);
}
