using System.Collections.Immutable;
using System.Security.Cryptography;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>A set small enough to keep in memory: bytes, rows x columns x channels, image after image.</summary>
public sealed class ResidentImageSet : ImageSet
{
    readonly Lazy<ReadOnlyMemory<byte>> _pixels;
    readonly ReadImages _read;

    /// <summary>Takes the pixels and labels as they are, without copying.</summary>
    /// <param name="shape">Size of every image.</param>
    /// <param name="pixels">N x H x W x C bytes.</param>
    /// <param name="labels">[N], each in 0 .. C - 1.</param>
    /// <param name="classNames">C names.</param>
    /// <exception cref="DataException">The lengths disagree, or a label is out of range.</exception>
    public ResidentImageSet(ImageShape shape, ReadOnlyMemory<byte> pixels, ImmutableArray<int> labels, ImmutableArray<string> classNames)
        : this(shape, new(pixels), (images, into) => Copy(pixels.Span, images, into, shape.Bytes), labels, classNames)
    {
        if (pixels.Length != (long)labels.Length * shape.Bytes)
            throw new DataException($"Found {pixels.Length} bytes of pixels, expected {labels.Length} images of {shape.Bytes} bytes.");
    }

    /// <summary>Reads images when somebody asks for them: a long tail is cut from a set most of whose pixels nobody ever looks at.</summary>
    /// <param name="shape">Size of every image.</param>
    /// <param name="read">Reads some of them.</param>
    /// <param name="labels">[N], each in 0 .. C - 1.</param>
    /// <param name="classNames">C names.</param>
    /// <exception cref="DataException">A label is out of range.</exception>
    internal ResidentImageSet(ImageShape shape, ReadImages read, ImmutableArray<int> labels, ImmutableArray<string> classNames)
        : this(shape, new(() => Read(shape, read, Enumerable.Range(0, labels.Length).ToArray()), LazyThreadSafetyMode.PublicationOnly), read, labels, classNames)
    {
    }

    ResidentImageSet(ImageShape shape, Lazy<ReadOnlyMemory<byte>> pixels, ReadImages read, ImmutableArray<int> labels, ImmutableArray<string> classNames)
        : base(shape, labels, classNames) => (_pixels, _read) = (pixels, read);

    /// <summary>All pixels, [N, H, W, C]; those of CIFAR are read when they are asked for the first time.</summary>
    /// <exception cref="DataException">Their file cannot be read any more, or is another one now.</exception>
    public ReadOnlyMemory<byte> Pixels => _pixels.Value;

    /// <inheritdoc cref="ImageSet.Select"/>
    public new ResidentImageSet Select(ReadOnlySpan<int> indices) => (ResidentImageSet)base.Select(indices);

    /// <inheritdoc cref="ImageSet.OfClasses"/>
    public new ResidentImageSet OfClasses(ImmutableArray<int> labels) => (ResidentImageSet)base.OfClasses(labels);

    private protected override ImageSet With(ReadOnlySpan<int> chosen, ImmutableArray<int> labels, ImmutableArray<string> classNames) =>
        new ResidentImageSet(Shape, Read(Shape, _pixels.IsValueCreated ? Copy : _read, chosen), labels, classNames);

    internal override void AppendContent(IncrementalHash hash) => hash.AppendData(Pixels.Span);

    // What is in memory is not read again: the files may have gone since.
    void Copy(ReadOnlySpan<int> images, Span<byte> into) => Copy(_pixels.Value.Span, images, into, Shape.Bytes);

    static ReadOnlyMemory<byte> Read(ImageShape shape, ReadImages read, ReadOnlySpan<int> images)
    {
        byte[] pixels = new byte[(long)images.Length * shape.Bytes];
        read(images, pixels);
        return pixels;
    }

    static void Copy(ReadOnlySpan<byte> all, ReadOnlySpan<int> images, Span<byte> into, int bytes)
    {
        for (int i = 0; i < images.Length; i++) all.Slice(images[i] * bytes, bytes).CopyTo(into[(i * bytes)..]);
    }
}

/// <summary>Writes the pixels of some images, [N, H, W, C].</summary>
/// <param name="images">Their positions in the set, in any order.</param>
/// <param name="pixels">As many bytes as they have.</param>
delegate void ReadImages(ReadOnlySpan<int> images, Span<byte> pixels);
