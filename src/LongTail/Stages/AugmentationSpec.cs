using LongTail.Data;

namespace LongTail.Stages;

/// <summary>What is done to training images, as data. Test images are only normalised.</summary>
public sealed record AugmentationSpec
{
    /// <summary>Zero pixels added at each side before a crop of the original size is taken at random; 0 crops nothing.</summary>
    public int CropPadding { get; init; } = 4;

    /// <summary>Mirror left and right with probability one half.</summary>
    public bool Flip { get; init; } = true;

    /// <summary>Constants of the normalisation, for training and test images.</summary>
    public required Normalization Normalization { get; init; }

    /// <summary>Different views of an image that training may see. Internal, and so in no key.</summary>
    internal int ViewsPerImage => (2 * CropPadding + 1) * (2 * CropPadding + 1) * (Flip ? 2 : 1);
}
