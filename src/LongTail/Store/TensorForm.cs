using static TorchSharp.torch;

namespace LongTail.Store;

/// <summary>What a tensor is without its numbers.</summary>
/// <param name="Type">Kind of its numbers.</param>
/// <param name="Shape">Empty for a single number.</param>
readonly record struct TensorForm(ScalarType Type, long[] Shape)
{
    internal static TensorForm Of(Tensor tensor) => new(tensor.dtype, tensor.shape);

    /// <summary>Whether the shapes are equal, whatever the numbers.</summary>
    internal bool HasShapeOf(TensorForm other) => Shape.AsSpan().SequenceEqual(other.Shape);

    /// <summary>Every number of 16 bits is one of 32. What has more is left as it is, for it would lose some.</summary>
    internal TensorForm Widened => Type is ScalarType.Float16 or ScalarType.BFloat16 ? this with { Type = ScalarType.Float32 } : this;
}
