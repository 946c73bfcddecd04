using LongTail.Foundation;
using LongTail.Pictures;

namespace LongTail.Data;

/// <summary>What to train on, as data: a named set, the long-tailed cut made of it, and the hash of what was found on disk.</summary>
public sealed record TrainingSet
{
    /// <summary>Name in <see cref="DataCatalog"/>, such as "cifar10" or "fashion-lt", or in <see cref="PictureSets"/>, such as "folders".</summary>
    public required string Set { get; init; }

    /// <summary>How pictures in files are found and brought to one size; null for sets of small images.</summary>
    [OmittedFromKeyWhenDefault] public PictureSource? Pictures { get; init; }

    /// <summary>How the classes are thinned out.</summary>
    public LongTailProfile Profile { get; init; } = new AsItIs();

    /// <summary>Which images of a class stay; 0 is the published draw for CIFAR.</summary>
    public int SubsetSeed { get; init; }

    /// <summary>SHA-256 over the training cut, the test set and, where there are some, the validation images, filled in when the data is opened; part of every stage's key.</summary>
    public string Fingerprint { get; init; } = "";
}
