using System.Collections.Immutable;

namespace LongTail.Store;

// What a pickle of tensors is made of. Besides these: null, bool, long, double, string, object?[] for tuples, List<object?> for lists, ElementType for
// the class of a storage, and TorchName.

/// <summary>A Python dictionary as a row of pairs, as they were set: no key is ever hashed, so none can be chosen to collide.</summary>
sealed class PickledDictionary
{
    internal List<(object? Key, object? Value)> Pairs { get; } = [];
}

/// <summary>A run of numbers in a file.</summary>
/// <param name="Key">Name of its entry in the archive, below "data/".</param>
/// <param name="Type">Kind of its numbers.</param>
/// <param name="Count">How many, 0 or more.</param>
sealed record PickledStorage(string Key, ElementType Type, long Count);

/// <summary>A view of a storage: nothing has been checked beyond the types of these.</summary>
/// <param name="Storage">Where its numbers are.</param>
/// <param name="Offset">Of the first number, in numbers.</param>
/// <param name="Shape">Dimensions.</param>
/// <param name="Strides">From one number of a dimension to the next, in numbers.</param>
sealed record PickledTensor(PickledStorage Storage, long Offset, ImmutableArray<long> Shape, ImmutableArray<long> Strides);
