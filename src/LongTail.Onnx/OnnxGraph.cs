using System.Runtime.InteropServices;

namespace LongTail.Onnx;

/// <summary>A graph of ONNX operations as it is put together. Values have names; an operation's name is that of the one value it gives.</summary>
/// <remarks>Field numbers are those of onnx.proto, version 1.8 (operator set 13), https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.</remarks>
sealed class OnnxGraph
{
    /// <summary>Numbers of onnx.proto for the types of numbers.</summary>
    public const int Float = 1, UInt8 = 2, Int64 = 7;

    readonly List<ProtoMessage> _nodes = [], _constants = [], _inputs = [], _outputs = [];
    readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Adds an input.</summary>
    /// <param name="name">Of the value.</param>
    /// <param name="type">Of its numbers.</param>
    /// <param name="sides">Texts for sides that are open, numbers for others.</param>
    public string Input(string name, int type, params ReadOnlySpan<object> sides)
    {
        _inputs.Add(Value(Unused(name), type, sides));
        return name;
    }

    /// <summary>Says that a value is asked for.</summary>
    /// <inheritdoc cref="Input"/>
    public void Output(string name, int type, params ReadOnlySpan<object> sides) => _outputs.Add(Value(name, type, sides));

    /// <summary>Adds numbers that stay.</summary>
    /// <param name="name">Of the value.</param>
    /// <param name="numbers">Row by row.</param>
    /// <param name="shape">Its sides.</param>
    public string Constant(string name, ReadOnlySpan<float> numbers, params ReadOnlySpan<long> shape) => Constant(name, Float, MemoryMarshal.AsBytes(numbers), shape);

    /// <inheritdoc cref="Constant(string, ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    public string Constant(string name, ReadOnlySpan<long> numbers, params ReadOnlySpan<long> shape) => Constant(name, Int64, MemoryMarshal.AsBytes(numbers), shape);

    /// <summary>Adds an operation.</summary>
    /// <param name="type">Such as "Conv".</param>
    /// <param name="name">Of the value it gives.</param>
    /// <param name="inputs">Names of the values it takes.</param>
    /// <param name="attributes">What else it must know.</param>
    /// <returns>The name.</returns>
    public string Add(string type, string name, ReadOnlySpan<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        const int input = 1, output = 2, ownName = 3, operation = 4, attribute = 5;
        ProtoMessage node = new();
        foreach (string value in inputs) node.Add(input, value);
        node.Add(output, Unused(name)).Add(ownName, name).Add(operation, type);
        foreach (OnnxAttribute given in attributes) node.Add(attribute, given.Message);
        _nodes.Add(node);
        return name;
    }

    /// <summary>The graph as onnx.proto's GraphProto.</summary>
    public ProtoMessage ToMessage(string name)
    {
        const int node = 1, ownName = 2, initializer = 5, input = 11, output = 12;
        return new ProtoMessage().Add(node, _nodes).Add(ownName, name).Add(initializer, _constants).Add(input, _inputs).Add(output, _outputs);
    }

    string Constant(string name, int type, ReadOnlySpan<byte> littleEndian, ReadOnlySpan<long> shape)
    {
        const int dimension = 1, numbers = 2, ownName = 8, raw = 9;
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Found a machine that writes numbers with the highest byte first; ONNX files have the lowest first.");
        ProtoMessage tensor = new();
        foreach (long side in shape) tensor.Add(dimension, side);
        _constants.Add(tensor.Add(numbers, type).Add(ownName, Unused(name)).Add(raw, littleEndian.ToArray()));
        return name;
    }

    static ProtoMessage Value(string name, int type, ReadOnlySpan<object> sides)
    {
        const int ofShape = 1, number = 1, letter = 2, elements = 1, shapeOfTensor = 2, tensorType = 1, ownName = 1, ownType = 2;
        ProtoMessage shape = new();
        foreach (object side in sides) shape.Add(ofShape, side is string open ? new ProtoMessage().Add(letter, open) : new ProtoMessage().Add(number, Convert.ToInt64(side, null)));
        return new ProtoMessage().Add(ownName, name).Add(ownType, new ProtoMessage().Add(tensorType, new ProtoMessage().Add(elements, type).Add(shapeOfTensor, shape)));
    }

    string Unused(string name) => _names.Add(name) ? name : throw new ArgumentException($"Found two values of the name {name}, expected a name for each.", nameof(name));
}
