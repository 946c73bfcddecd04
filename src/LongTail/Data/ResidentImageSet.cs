using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>A set small enough to keep in memory: bytes, rows x columns x channels, image after image.</summary>
public sealed class ResidentImageSet : IImageSet
{
    readonly Lazy<ReadOnlyMemory<byte>> _pixels;
    readonly DecodeImage _decode;

    /// <summary>Takes the pixels and labels as they are, without copying.</summary>
    /// <param name="shape">Size of every image.</param>
    /// <param name="pixels">N x H x W x C bytes.</param>
    /// <param name="labels">[N], each in 0 .. C - 1.</param>
    /// <param name="classNames">C names.</param>
    /// <exception cref="DataException">The lengths disagree, or a label is out of range.</exception>
    public ResidentImageSet(ImageShape shape, ReadOnlyMemory<byte> pixels, ImmutableArray<int> labels, ImmutableArray<string> classNames)
        : this(shape, new(pixels), (image, into) => pixels.Span.Slice(image * shape.Bytes, shape.Bytes).CopyTo(into), labels, classNames)
    {
        if (pixels.Length != (long)labels.Length * shape.Bytes)
            throw new DataException($"Found {pixels.Length} bytes of pixels, expected {labels.Length} images of {shape.Bytes} bytes.");
    }

    /// <summary>Decodes images when somebody asks for them: a long tail is cut from a set most of whose pixels nobody ever looks at.</summary>
    /// <param name="shape">Size of every image.</param>
    /// <param name="decode">Writes one image.</param>
    /// <param name="labels">[N], each in 0 .. C - 1.</param>
    /// <param name="classNames">C names.</param>
    /// <exception cref="DataException">A label is out of range.</exception>
    internal ResidentImageSet(ImageShape shape, DecodeImage decode, ImmutableArray<int> labels, ImmutableArray<string> classNames)
        : this(shape, new(() => Decode(shape, decode, Enumerable.Range(0, labels.Length).ToArray())), decode, labels, classNames)
    {
    }

    ResidentImageSet(ImageShape shape, Lazy<ReadOnlyMemory<byte>> pixels, DecodeImage decode, ImmutableArray<int> labels, ImmutableArray<string> classNames)
    {
        for (int i = 0; i < labels.Length; i++)
            if ((uint)labels[i] >= (uint)classNames.Length)
                throw new DataException($"Found label {labels[i]} at image {i}, expected 0 to {classNames.Length - 1}.");
        (Shape, _pixels, _decode, Labels, ClassNames) = (shape, pixels, decode, labels, classNames);
    }

    /// <inheritdoc/>
    public int Count => Labels.Length;

    /// <inheritdoc/>
    public ImageShape Shape { get; }

    /// <summary>All pixels, [N, H, W, C].</summary>
    public ReadOnlyMemory<byte> Pixels => _pixels.Value;

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
        ImmutableArray<int>.Builder labels = ImmutableArray.CreateBuilder<int>(indices.Length);
        foreach (int index in indices) labels.Add(Labels[index]);
        return new(Shape, Decode(Shape, _decode, indices), labels.MoveToImmutable(), ClassNames);
    }

    /// <summary>The images of some classes alone, in their own order. The classes are renumbered 0, 1, 2, ... as they are given.</summary>
    /// <param name="labels">Which classes, each once and in 0 .. C - 1.</param>
    public ResidentImageSet OfClasses(ImmutableArray<int> labels)
    {
        Dictionary<int, int> renumbered = labels.Index().ToDictionary(item => item.Item, item => item.Index);
        int[] chosen = [.. Enumerable.Range(0, Count).Where(image => renumbered.ContainsKey(Labels[image]))];
        return new(Shape, Decode(Shape, _decode, chosen), [.. chosen.Select(image => renumbered[Labels[image]])], [.. labels.Select(label => ClassNames[label])]);
    }

    static ReadOnlyMemory<byte> Decode(ImageShape shape, DecodeImage decode, ReadOnlySpan<int> images)
    {
        byte[] pixels = new byte[(long)images.Length * shape.Bytes];
        for (int i = 0; i < images.Length; i++) decode(images[i], pixels.AsSpan(i * shape.Bytes, shape.Bytes));
        return pixels;
    }
}

/// <summary>Writes the pixels of one image, [H, W, C].</summary>
/// <param name="image">Its position in the set.</param>
/// <param name="pixels">As many bytes as it has.</param>
delegate void DecodeImage(int image, Span<byte> pixels);
