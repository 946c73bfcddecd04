using System.Collections.Immutable;
using System.Security.Cryptography;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>Labelled images that a network sees at one size: in memory (<see cref="ResidentImageSet"/>) or in files (<see cref="PictureSet"/>).</summary>
public abstract class ImageSet : IImageSet
{
    private protected ImageSet(ImageShape shape, ImmutableArray<int> labels, ImmutableArray<string> classNames)
    {
        for (int i = 0; i < labels.Length; i++)
            if ((uint)labels[i] >= (uint)classNames.Length)
                throw new DataException($"Found label {labels[i]} at image {i}, expected 0 to {classNames.Length - 1}.");
        (Shape, Labels, ClassNames) = (shape, labels, classNames);
    }

    /// <inheritdoc/>
    public int Count => Labels.Length;

    /// <inheritdoc/>
    public ImageShape Shape { get; }

    /// <inheritdoc/>
    public ImmutableArray<int> Labels { get; }

    /// <inheritdoc/>
    public ImmutableArray<string> ClassNames { get; }

    /// <summary>Images per class.</summary>
    public ClassCounts Counts => ClassCounts.Of(Labels.AsSpan(), ClassNames.Length);

    /// <summary>The chosen images, in the order given.</summary>
    /// <param name="indices">Positions in this set, each in 0 .. N - 1.</param>
    public ImageSet Select(ReadOnlySpan<int> indices)
    {
        ImmutableArray<int>.Builder labels = ImmutableArray.CreateBuilder<int>(indices.Length);
        foreach (int index in indices) labels.Add(Labels[index]);
        return With(indices, labels.MoveToImmutable(), ClassNames);
    }

    /// <summary>The images of some classes alone, in their own order. The classes are renumbered 0, 1, 2, ... as they are given.</summary>
    /// <param name="labels">Which classes, each once and in 0 .. C - 1.</param>
    public ImageSet OfClasses(ImmutableArray<int> labels)
    {
        Dictionary<int, int> renumbered = labels.Index().ToDictionary(item => item.Item, item => item.Index);
        int[] chosen = [.. Enumerable.Range(0, Count).Where(image => renumbered.ContainsKey(Labels[image]))];
        return With(chosen, [.. chosen.Select(image => renumbered[Labels[image]])], [.. labels.Select(label => ClassNames[label])]);
    }

    private protected abstract ImageSet With(ReadOnlySpan<int> chosen, ImmutableArray<int> labels, ImmutableArray<string> classNames);

    /// <summary>What the fingerprint covers beside shape and labels.</summary>
    internal abstract void AppendContent(IncrementalHash hash);
}
