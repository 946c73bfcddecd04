using System.Collections.Immutable;

namespace LongTail.Store;

/// <summary>The functions and classes that a file of tensors may name, besides classes of storages.</summary>
enum TorchName
{
    /// <summary>collections.OrderedDict.</summary>
    OrderedDictionary,

    /// <summary>torch._utils._rebuild_tensor_v2.</summary>
    Tensor,

    /// <summary>torch._utils._rebuild_parameter.</summary>
    Parameter,

    /// <summary>torch.Size.</summary>
    Size,
}

/// <summary>The names on the list, and what a call of each makes: data. Nothing is looked up anywhere else, so there is nothing that could run.</summary>
static class TorchNames
{
    const int MostDimensions = 16;

    /// <summary>A <see cref="TorchName"/>, or the <see cref="ElementType"/> of a class of storages; null for every other name.</summary>
    internal static object? Find(string module, string name) => (module, name) switch
    {
        ("collections", "OrderedDict") => TorchName.OrderedDictionary,
        ("torch._utils", "_rebuild_tensor_v2") => TorchName.Tensor,
        ("torch._utils", "_rebuild_parameter") => TorchName.Parameter,
        ("torch", "Size") => TorchName.Size,
        ("torch", "DoubleStorage") => ElementType.Float64,
        ("torch", "FloatStorage") => ElementType.Float32,
        ("torch", "HalfStorage") => ElementType.Float16,
        ("torch", "BFloat16Storage") => ElementType.BFloat16,
        ("torch", "LongStorage") => ElementType.Int64,
        ("torch", "IntStorage") => ElementType.Int32,
        ("torch", "ShortStorage") => ElementType.Int16,
        ("torch", "CharStorage") => ElementType.Int8,
        ("torch", "ByteStorage") => ElementType.UInt8,
        ("torch", "BoolStorage") => ElementType.Boolean,
        _ => null,
    };

    /// <summary>What Python would make of a call; null when no torch.save writes such a one.</summary>
    internal static object? Call(TorchName name, object?[] arguments) => (name, arguments) switch
    {
        (TorchName.OrderedDictionary, []) => new PickledDictionary(),
        (TorchName.Size, [object?[] dimensions]) => dimensions,
        (TorchName.Parameter, [PickledTensor tensor, bool, PickledDictionary { Pairs.Count: 0 }]) => tensor,
        (TorchName.Tensor, [PickledStorage storage, long offset, object?[] shape, object?[] strides, bool, PickledDictionary { Pairs.Count: 0 }])
            when Numbers(shape) is { } dimensions && Numbers(strides) is { } steps && dimensions.Length == steps.Length => new PickledTensor(storage, offset, dimensions, steps),
        _ => null,
    };

    /// <summary>What a persistent id stands for; null when no torch.save writes such a one.</summary>
    internal static PickledStorage? Storage(object? id) =>
        id is object?[] and ["storage", ElementType type, string key, string, long count] && IsKey(key) && count >= 0 ? new(key, type, count) : null;

    static bool IsKey(string key) => key.Length is >= 1 and <= 9 && key.All(char.IsAsciiDigit);

    static ImmutableArray<long>? Numbers(object?[] tuple) =>
        tuple.Length <= MostDimensions && tuple.All(item => item is long) ? [.. tuple.Select(item => (long)item!)] : null;
}
