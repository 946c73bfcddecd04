namespace LongTail.Onnx;

/// <summary>What an operation must know beside its inputs, as onnx.proto's AttributeProto.</summary>
/// <param name="Message">The attribute.</param>
readonly record struct OnnxAttribute(ProtoMessage Message)
{
    const int Name = 1, Number = 3, Numbers = 8, Type = 20;   // fields
    const int OfNumber = 2, OfNumbers = 7;                    // types

    /// <summary>One whole number.</summary>
    public static OnnxAttribute Whole(string name, long value) => new(new ProtoMessage().Add(Name, name).Add(Number, value).Add(Type, OfNumber));

    /// <summary>Some whole numbers.</summary>
    public static OnnxAttribute Wholes(string name, params ReadOnlySpan<long> values)
    {
        ProtoMessage attribute = new ProtoMessage().Add(Name, name);
        foreach (long value in values) attribute.Add(Numbers, value);
        return new(attribute.Add(Type, OfNumbers));
    }
}
