using System.Collections.Immutable;

namespace LongTail.Store;

/// <summary>One tensor as the header of a safetensors file describes it.</summary>
/// <param name="Name">Key.</param>
/// <param name="Type">Kind of its numbers.</param>
/// <param name="Shape">Empty for a single number.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where they end.</param>
sealed record SafetensorsEntry(string Name, ElementType Type, ImmutableArray<long> Shape, long Begin, long End)
{
    /// <summary>Size in bytes.</summary>
    public long Bytes => End - Begin;
}
