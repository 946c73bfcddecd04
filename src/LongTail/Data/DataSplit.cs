using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Pictures;

namespace LongTail.Data;

/// <summary>Opened data: the long-tailed training images, the balanced images that accuracy is measured on, and, of some sets, images to choose an epoch on.</summary>
/// <param name="Train">Training images after the cut; every class has at least one.</param>
/// <param name="Test">Images for measuring, never trained on.</param>
/// <param name="Fingerprint">SHA-256 over all of them, as lower-case hex.</param>
public sealed record DataSplit(ImageSet Train, ImageSet Test, string Fingerprint)
{
    /// <summary>Images to choose an epoch on and to steer by, neither trained on nor reported; null where the set names none.</summary>
    public ImageSet? Validation { get; init; }

    /// <summary>Files of the data folder that were not taken, with the reason; none of a set known by its content.</summary>
    public ImmutableArray<LeftOut> LeftOut { get; init; } = [];

    /// <summary>What to know about how the pictures were divided, in sentences.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>The same without some pictures, which are left out with their reasons.</summary>
    /// <param name="files">Paths that are in neither part change nothing.</param>
    /// <exception cref="DataException">A class has no training picture any more, or there is none to measure on.</exception>
    /// <exception cref="InvalidOperationException">The images are not pictures in files.</exception>
    public DataSplit Without(ImmutableArray<LeftOut> files)
    {
        if ((Train, Test) is not (PictureSet train, PictureSet test)) throw new InvalidOperationException("Found images that are not in files of their own, expected pictures.");
        HashSet<string> paths = [.. files.Select(file => file.Path)];
        ImageSet left = Rest(train);
        if (left.Counts.ToImmutableArray().IndexOf(0) is >= 0 and var empty)
            throw NoneReadable(left.ClassNames[empty], empty);
        (ImageSet measured, ImageSet? chosenOn) = (Rest(test), Validation is PictureSet validation && Rest(validation) is { Count: > 0 } some ? some : null);
        if (measured.Count == 0) throw new DataException("Found no readable test picture, expected some: without, nothing can be measured. Repair its pictures, or have a part of the training pictures held out.");
        return new(left, measured, Data.Fingerprint.Of(left, measured, chosenOn)) { Validation = chosenOn, LeftOut = [.. LeftOut, .. files], Remarks = Remarks };

        ImageSet Rest(PictureSet set) => set.Select([.. Enumerable.Range(0, set.Count).Where(i => !paths.Contains(set.Paths[i]))]);
    }

    internal static DataException NoneReadable(string name, int label) => new($"Found no readable training picture of {name} (label {label}), expected at least one. Repair its pictures, or drop the class.");

    /// <summary>Training images per class.</summary>
    public ClassCounts Counts => Train.Counts;

    /// <summary>Training images per class of a subset, in its own labels; of all classes for null.</summary>
    /// <exception cref="ArgumentException">There is no class of its group.</exception>
    public ClassCounts CountsOf(ClassSubset? subset) => subset?.CountsIn(Counts) ?? Counts;

    /// <summary>The same pictures in files brought to size in another way; the data itself for small images.</summary>
    /// <remarks>How they are brought to size is in no fingerprint, so that stages which differ in it alone may be opened as one.</remarks>
    internal DataSplit SeenAs(PictureSource? source) =>
        source is null ? this : Map(set => set.SeenAs(source));

    /// <summary>The same with each part made another way, of pictures in files; the data itself for small images.</summary>
    internal DataSplit Map(Func<PictureSet, PictureSet> change) => (Train, Test) is not (PictureSet train, PictureSet test) ? this
        : this with { Train = change(train), Test = change(test), Validation = Validation is PictureSet validation ? change(validation) : null };

    /// <summary>Its pictures in files, part by part: to train on, to measure on, and to choose on where there are some; none of small images.</summary>
    internal ImmutableArray<PictureSet> PictureParts => [.. new[] { Train, Test, Validation }.OfType<PictureSet>()];

    /// <summary>The images of a subset's classes alone, for training and for measuring, under the subset's own labels; the data itself for null.</summary>
    /// <remarks>The fingerprint stays that of the whole: it says what the subset was taken from.</remarks>
    /// <exception cref="ArgumentException">There is no class of its group.</exception>
    public DataSplit Only(ClassSubset? subset)
    {
        if (subset is null) return this;
        ImmutableArray<int> labels = subset.LabelsIn(Counts);
        if (labels.IsEmpty) throw new ArgumentException($"Found no {subset.Group} class ({subset.Convention}) in the data, expected at least one.", nameof(subset));
        return this with { Train = Train.OfClasses(labels), Test = Test.OfClasses(labels), Validation = Validation?.OfClasses(labels) is { Count: > 0 } some ? some : null };
    }
}
