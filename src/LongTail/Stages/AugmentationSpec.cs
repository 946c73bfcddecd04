using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Stages;

/// <summary>What is done to training images, as data. Test images are only normalised; pictures in files are brought to their size first. The order is crop, flip, jitter, policy, cutout, normalisation, mixing (docs/decisions/0017).</summary>
public sealed record AugmentationSpec
{
    /// <summary>Zero pixels added at each side before a crop of the original size is taken at random; 0 crops nothing.</summary>
    public int CropPadding { get; init; } = 4;

    /// <summary>Mirror left and right with probability one half.</summary>
    public bool Flip { get; init; } = true;

    /// <summary>Of pictures in files: a part of random size and shape, brought to the size that the network sees. Null for the part that measuring sees.</summary>
    [OmittedFromKeyWhenDefault] public ResizedCrop? ResizedCrop { get; init; }

    /// <summary>Colours changed at random. Null for none.</summary>
    [OmittedFromKeyWhenDefault] public ColorJitter? Jitter { get; init; }

    /// <summary>Changes of colours and forms drawn from a list, after the jitter. Null for none.</summary>
    [OmittedFromKeyWhenDefault] public AugmentPolicy? Policy { get; init; }

    /// <summary>Side of a square around a random place that is hidden at last (Cutout), in pixels; 0 for none. 16 is usual for CIFAR-10, 8 for CIFAR-100.</summary>
    /// <exception cref="RecipeException">Negative.</exception>
    [OmittedFromKeyWhenDefault]
    public int Cutout
    {
        get;
        init => field = value >= 0 ? value : throw new RecipeException($"Found a cutout of {value} pixels, expected 0 or more; 16 is usual for 32 x 32.");
    }

    /// <summary>Pairs of images mixed, and their labels with them. Null for none.</summary>
    [OmittedFromKeyWhenDefault] public LabelMixing? Mixing { get; init; }

    /// <summary>Constants of the normalisation, for training and test images.</summary>
    public required Normalization Normalization { get; init; }

    /// <summary>Different views of an image that training may see; 0 where they cannot be counted. Internal, and so in no key.</summary>
    internal int ViewsPerImage => ResizedCrop is not null || Jitter is not null || Policy is not null || Cutout > 0 || Mixing is not null ? 0 : (2 * CropPadding + 1) * (2 * CropPadding + 1) * (Flip ? 2 : 1);
}

/// <summary>A part of a picture of random area and shape (Szegedy et al. 2015; torchvision's RandomResizedCrop).</summary>
public sealed record ResizedCrop
{
    /// <summary>Least share of the picture's area.</summary>
    public double MinArea { get; init => field = Share(value); } = 0.08;

    /// <summary>Greatest share of the picture's area.</summary>
    public double MaxArea { get; init => field = Share(value); } = 1;

    /// <summary>Least width over height; the greatest is one over it.</summary>
    public double MinRatio { get; init => field = Share(value); } = 3.0 / 4;

    static double Share(double value) => value is > 0 and <= 1 ? value
        : throw new RecipeException(FormattableString.Invariant($"Found {value} for the part of a picture, expected above 0 and at most 1, such as 0.08."));
}

/// <summary>Brightness, contrast, saturation and hue, each changed by a random amount, in random order (torchvision's ColorJitter).</summary>
public sealed record ColorJitter
{
    /// <summary>Factors are in 1 - Brightness .. 1 + Brightness.</summary>
    public double Brightness { get; init => field = Reach(value); } = 0.4;

    /// <summary>Factors are in 1 - Contrast .. 1 + Contrast.</summary>
    public double Contrast { get; init => field = Reach(value); } = 0.4;

    /// <summary>Factors are in 1 - Saturation .. 1 + Saturation.</summary>
    public double Saturation { get; init => field = Reach(value); } = 0.4;

    /// <summary>The hue turns by -Hue .. Hue of the circle, at most one half. Without it the three others are drawn as if it did not exist.</summary>
    [OmittedFromKeyWhenDefault]
    public double Hue
    {
        get;
        init => field = value is >= 0 and <= 0.5 ? value : throw new RecipeException(FormattableString.Invariant($"Found a turn of the hue of {value}, expected 0 to 0.5; 0.1 is usual."));
    }

    static double Reach(double value) => value is >= 0 and <= 1 ? value
        : throw new RecipeException(FormattableString.Invariant($"Found colour jitter of {value}, expected 0 to 1; 0.4 is usual."));
}
