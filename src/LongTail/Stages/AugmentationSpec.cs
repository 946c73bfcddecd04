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
}
