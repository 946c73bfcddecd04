using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Pictures;

namespace LongTail.Data;

/// <summary>The image sets the program knows by name.</summary>
public static class DataCatalog
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<KnownSet> All { get; } =
    [
        new(folder => CifarReader.Read(CifarLayout.Ten, ClassNamesOf.Cifar10, folder))
        {
            Name = "cifar10",
            Title = "CIFAR-10: 10 kinds of things, 32 x 32, colour",
            Shape = CifarLayout.Shape,
            ClassNames = ClassNamesOf.Cifar10,
            Normalization = Normalization.Cifar,
            NeedsFolder = true,
        },
        new(folder => CifarReader.Read(CifarLayout.Hundred, ClassNamesOf.Cifar100, folder))
        {
            Name = "cifar100",
            Title = "CIFAR-100: 100 kinds of things, 32 x 32, colour",
            Shape = CifarLayout.Shape,
            ClassNames = ClassNamesOf.Cifar100,
            Normalization = Normalization.Cifar,
            NeedsFolder = true,
        },
        new(folder => IdxReader.Read(IdxLayout.FashionMnist, ClassNamesOf.FashionMnist, folder))
        {
            Name = "fashion-mnist",
            Title = "Fashion-MNIST: 10 kinds of clothes, 28 x 28, grey",
            Shape = IdxLayout.Shape,
            ClassNames = ClassNamesOf.FashionMnist,
            Normalization = Normalization.FashionMnist,
            NeedsFolder = true,
        },
        new(folder => IdxReader.Read(IdxLayout.Mnist, ClassNamesOf.Mnist, folder))
        {
            Name = "mnist",
            Title = "MNIST: the ten handwritten digits, 28 x 28, grey",
            Shape = IdxLayout.Shape,
            ClassNames = ClassNamesOf.Mnist,
            Normalization = Normalization.Mnist,
            NeedsFolder = true,
        },
        new(_ => EmbeddedSet.FashionLt(ClassNamesOf.FashionMnist))
        {
            Name = "fashion-lt",
            Title = "A long-tailed cut of Fashion-MNIST, 500 images of a class down to 5; part of the program",
            Shape = IdxLayout.Shape,
            ClassNames = ClassNamesOf.FashionMnist,
            Normalization = Normalization.FashionMnist,
            NeedsFolder = false,
        },
    ];

    /// <summary>What <see cref="TrainingSet.Set"/> may say: these, and the sets of pictures in files (<see cref="PictureSets"/>).</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(known => known.Name), .. PictureSets.Names];

    /// <summary>The set of small images of this name.</summary>
    /// <exception cref="RecipeException">No set has it, or it is one of pictures in files, which have no size and classes until they are opened.</exception>
    public static KnownSet Find(string name) => All.FirstOrDefault(known => known.Name == name)
        ?? throw (PictureSets.Has(name)
            ? new RecipeException($"Found {name}, a set of pictures in files, expected one of small images here: {string.Join(", ", All.Select(known => known.Name))}.")
            : new RecipeException($"Found data set {name}, expected one of {string.Join(", ", Names)}.{NearestName.Hint(name, Names)}"));

    /// <summary>Reads a set, cuts its training images to the long tail, and takes the fingerprint of what came out.</summary>
    /// <param name="set">Which set and which cut.</param>
    /// <param name="folder">Where its files are; null for an embedded set.</param>
    /// <param name="progress">Hears of pictures whose headers were looked at, on any thread; null for nobody.</param>
    /// <param name="cancel">Stops after the pictures that are being looked at.</param>
    /// <exception cref="RecipeException">Unknown set.</exception>
    /// <exception cref="DataException">Files are missing or damaged, a class has no image, or the fingerprint is not the one the set asks for.</exception>
    /// <exception cref="UnreadablePicturesException">More pictures have unreadable headers than allowed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static DataSplit Open(TrainingSet set, string? folder, IProgress<CountProgress>? progress = null, CancellationToken cancel = default) => Read(set, folder, new(progress, cancel));

    /// <summary>The same with the pictures that cannot be read still in it, however many they are: for those who look at each (<c>PictureCheck</c>).</summary>
    /// <param name="set">Which set and which cut.</param>
    /// <param name="folder">Where its files are; null for an embedded set.</param>
    /// <exception cref="RecipeException">Unknown set.</exception>
    /// <exception cref="DataException">Files are missing or damaged, a class has no image, or the fingerprint is not the one the set asks for.</exception>
    public static DataSplit OpenUnchecked(TrainingSet set, string? folder) => Read(set, folder, null);

    static DataSplit Read(TrainingSet set, string? folder, PictureLook? look)
    {
        DataSplit whole = PictureSets.Has(set.Set) ? PictureSets.Read(set, folder, look) : Published(set.Set, folder);
        ImageSet train = LongTailCut.Of(whole.Train, set.Profile, set.SubsetSeed);
        string fingerprint = Fingerprint.Of(train, whole.Test, whole.Validation);
        // A network that was trained before there were validation images has its data without them.
        if (whole.Validation is not null && set.Fingerprint.Length > 0 && Fingerprint.Of(train, whole.Test, null) == set.Fingerprint)
            (whole, fingerprint) = (whole with { Validation = null }, set.Fingerprint);
        if (set.Fingerprint.Length > 0 && set.Fingerprint != fingerprint)
            throw new OtherDataException($"Found data of fingerprint {fingerprint} for {set.Set}{(folder is null ? "" : " in " + folder)}, expected {set.Fingerprint}. The files are not those that it is of: use those, or, in a recipe of your own, leave the fingerprint out. To measure a trained network on other pictures, use longtail evaluate with --pictures; to ask it about some whose classes nobody knows, longtail predict.", whole with { Train = train });
        return whole with { Train = train, Fingerprint = fingerprint };
    }

    static DataSplit Published(string name, string? folder)
    {
        PublishedSet published = Find(name).Read(folder);
        return new(published.Train, published.Test, "");
    }
}
