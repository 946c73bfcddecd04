using static TorchSharp.torch;

namespace LongTail.Store;

/// <summary>The kinds of number as the native library calls them.</summary>
static class TensorTypes
{
    internal static ScalarType Native(ElementType type) => type switch
    {
        ElementType.Float64 => ScalarType.Float64,
        ElementType.Int64 => ScalarType.Int64,
        ElementType.Float32 => ScalarType.Float32,
        ElementType.Int32 => ScalarType.Int32,
        ElementType.Float16 => ScalarType.Float16,
        ElementType.BFloat16 => ScalarType.BFloat16,
        ElementType.Int16 => ScalarType.Int16,
        ElementType.Int8 => ScalarType.Int8,
        ElementType.UInt8 => ScalarType.Byte,
        _ => ScalarType.Bool,
    };

    /// <exception cref="ArgumentException">A kind that no safetensors file holds, such as complex numbers.</exception>
    internal static ElementType Stored(ScalarType type, string name)
    {
        foreach (ElementType stored in Enum.GetValues<ElementType>())
            if (Native(stored) == type) return stored;
        throw new ArgumentException($"Found {type} in {Quoted.Of(name)}, expected one of {ElementTypes.List}. Convert it first.");
    }
}
