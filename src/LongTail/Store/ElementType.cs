using System.Collections.Immutable;

namespace LongTail.Store;

/// <summary>How the numbers of a stored tensor are encoded: the kinds that safetensors and the native library both have.</summary>
enum ElementType
{
    /// <summary>"F64".</summary>
    Float64,

    /// <summary>"I64".</summary>
    Int64,

    /// <summary>"F32".</summary>
    Float32,

    /// <summary>"I32".</summary>
    Int32,

    /// <summary>"F16".</summary>
    Float16,

    /// <summary>"BF16": the upper half of an F32.</summary>
    BFloat16,

    /// <summary>"I16".</summary>
    Int16,

    /// <summary>"I8".</summary>
    Int8,

    /// <summary>"U8".</summary>
    UInt8,

    /// <summary>"BOOL": one byte, 0 or 1.</summary>
    Boolean,
}

/// <summary>Names and sizes of the kinds in safetensors files.</summary>
static class ElementTypes
{
    static readonly ImmutableArray<(ElementType Type, string Text, int Bytes)> s_table =
    [
        (ElementType.Float64, "F64", 8), (ElementType.Int64, "I64", 8),
        (ElementType.Float32, "F32", 4), (ElementType.Int32, "I32", 4),
        (ElementType.Float16, "F16", 2), (ElementType.BFloat16, "BF16", 2), (ElementType.Int16, "I16", 2),
        (ElementType.Int8, "I8", 1), (ElementType.UInt8, "U8", 1), (ElementType.Boolean, "BOOL", 1),
    ];

    internal static string List => string.Join(", ", s_table.Select(row => row.Text));

    internal static string Text(ElementType type) => s_table[(int)type].Text;

    internal static int Bytes(ElementType type) => s_table[(int)type].Bytes;

    internal static ElementType? Parse(string text)
    {
        foreach (var row in s_table)
            if (row.Text == text) return row.Type;
        return null;
    }
}
