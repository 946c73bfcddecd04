using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Stages;

/// <summary>What is done to training images, as data. Test images are only normalised; pictures in files are brought to their size first.</summary>
public sealed record AugmentationSpec
{
    /// <summary>Zero pixels added at each side before a crop of the original size is taken at random; 0 crops nothing.</summary>
    public int CropPadding { get; init; } = 4;

    /// <summary>Mirror left and right with probability one half.</summary>
    public bool Flip { get; init; } = true;

    /// <summary>Of pictures in files: a part of random size and shape, brought to the size that the network sees. Null for the part that measuring sees.</summary>
    [OmittedFromKeyWhenDefault] public ResizedCrop? ResizedCrop { get; init; }

    /// <summary>Of pictures in files: colours changed at random. Null for none.</summary>
    [OmittedFromKeyWhenDefault] public ColorJitter? Jitter { get; init; }

    /// <summary>Constants of the normalisation, for training and test images.</summary>
    public required Normalization Normalization { get; init; }

    /// <summary>Different views of an image that training may see; 0 where they cannot be counted. Internal, and so in no key.</summary>
    internal int ViewsPerImage => ResizedCrop is not null || Jitter is not null ? 0 : (2 * CropPadding + 1) * (2 * CropPadding + 1) * (Flip ? 2 : 1);
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
        : throw new RecipeException($"Found {value} for the part of a picture, expected above 0 and at most 1, such as 0.08.");
}

/// <summary>Brightness, contrast and saturation, each by a factor that is uniform around 1, in random order (torchvision's ColorJitter without hue).</summary>
public sealed record ColorJitter
{
    /// <summary>Factors are in 1 - Brightness .. 1 + Brightness.</summary>
    public double Brightness { get; init => field = Reach(value); } = 0.4;

    /// <summary>Factors are in 1 - Contrast .. 1 + Contrast.</summary>
    public double Contrast { get; init => field = Reach(value); } = 0.4;

    /// <summary>Factors are in 1 - Saturation .. 1 + Saturation.</summary>
    public double Saturation { get; init => field = Reach(value); } = 0.4;

    static double Reach(double value) => value is >= 0 and <= 1 ? value
        : throw new RecipeException($"Found colour jitter of {value}, expected 0 to 1; 0.4 is usual.");
}
