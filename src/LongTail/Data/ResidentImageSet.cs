using System.Collections.Immutable;
using System.Security.Cryptography;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>A set small enough to keep in memory: bytes, rows x columns x channels, image after image.</summary>
public sealed class ResidentImageSet : ImageSet
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
        : base(shape, labels, classNames) => (_pixels, _decode) = (pixels, decode);

    /// <summary>All pixels, [N, H, W, C].</summary>
    public ReadOnlyMemory<byte> Pixels => _pixels.Value;

    /// <inheritdoc cref="ImageSet.Select"/>
    public new ResidentImageSet Select(ReadOnlySpan<int> indices) => (ResidentImageSet)base.Select(indices);

    /// <inheritdoc cref="ImageSet.OfClasses"/>
    public new ResidentImageSet OfClasses(ImmutableArray<int> labels) => (ResidentImageSet)base.OfClasses(labels);

    private protected override ImageSet With(ReadOnlySpan<int> chosen, ImmutableArray<int> labels, ImmutableArray<string> classNames) =>
        new ResidentImageSet(Shape, Decode(Shape, _decode, chosen), labels, classNames);

    internal override void AppendContent(IncrementalHash hash) => hash.AppendData(Pixels.Span);

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
