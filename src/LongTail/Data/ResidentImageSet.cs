using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>A set small enough to keep in memory: bytes, rows x columns x channels, image after image.</summary>
public sealed class ResidentImageSet : IImageSet
{
    /// <summary>Takes the pixels and labels as they are, without copying.</summary>
    /// <param name="shape">Size of every image.</param>
    /// <param name="pixels">N x H x W x C bytes.</param>
    /// <param name="labels">[N], each in 0 .. C - 1.</param>
    /// <param name="classNames">C names.</param>
    /// <exception cref="DataException">The lengths disagree, or a label is out of range.</exception>
    public ResidentImageSet(ImageShape shape, ReadOnlyMemory<byte> pixels, ImmutableArray<int> labels, ImmutableArray<string> classNames)
    {
        if (pixels.Length != (long)labels.Length * shape.Bytes)
            throw new DataException($"Found {pixels.Length} bytes of pixels, expected {labels.Length} images of {shape.Bytes} bytes.");
        for (int i = 0; i < labels.Length; i++)
            if ((uint)labels[i] >= (uint)classNames.Length)
                throw new DataException($"Found label {labels[i]} at image {i}, expected 0 to {classNames.Length - 1}.");
        (Shape, Pixels, Labels, ClassNames) = (shape, pixels, labels, classNames);
    }

    /// <inheritdoc/>
    public int Count => Labels.Length;

    /// <inheritdoc/>
    public ImageShape Shape { get; }

    /// <summary>All pixels, [N, H, W, C].</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <inheritdoc/>
    public ImmutableArray<int> Labels { get; }

    /// <inheritdoc/>
    public ImmutableArray<string> ClassNames { get; }

    /// <summary>Training images per class.</summary>
    public ClassCounts Counts => ClassCounts.Of(Labels.AsSpan(), ClassNames.Length);

    /// <summary>The chosen images, in the order given.</summary>
    /// <param name="indices">Positions in this set, each in 0 .. N - 1.</param>
    public ResidentImageSet Select(ReadOnlySpan<int> indices)
    {
        byte[] pixels = new byte[(long)indices.Length * Shape.Bytes];
        ImmutableArray<int>.Builder labels = ImmutableArray.CreateBuilder<int>(indices.Length);
        for (int i = 0; i < indices.Length; i++)
        {
            Pixels.Span.Slice(indices[i] * Shape.Bytes, Shape.Bytes).CopyTo(pixels.AsSpan(i * Shape.Bytes));
            labels.Add(Labels[indices[i]]);
        }
        return new(Shape, pixels, labels.MoveToImmutable(), ClassNames);
    }
}
