namespace LongTail.Imaging;

/// <summary>Operations of RandAugment (Cubuk et al. 2020), in torchvision's order, and after them that of AutoAugment alone.</summary>
enum AugmentOperation
{
    /// <summary>Nothing.</summary>
    Identity,

    /// <summary>Rows move sideways, by the magnitude times their place from the top.</summary>
    ShearX,

    /// <summary>Columns move up or down, by the magnitude times their place from the left.</summary>
    ShearY,

    /// <summary>All moves sideways, by pixels.</summary>
    TranslateX,

    /// <summary>All moves up or down, by pixels.</summary>
    TranslateY,

    /// <summary>Around the middle, by degrees, against the clock.</summary>
    Rotate,

    /// <summary><see cref="ColorQuality.Brightness"/> by 1 and the magnitude.</summary>
    Brightness,

    /// <summary><see cref="ColorQuality.Saturation"/> by 1 and the magnitude.</summary>
    Color,

    /// <summary><see cref="ColorQuality.Contrast"/> by 1 and the magnitude.</summary>
    Contrast,

    /// <summary>Away from a smoothed picture, by 1 and the magnitude.</summary>
    Sharpness,

    /// <summary>Only so many of the highest bits of each value stay.</summary>
    Posterize,

    /// <summary>Values from the magnitude on are inverted.</summary>
    Solarize,

    /// <summary>Each colour is stretched to 0 .. 255.</summary>
    AutoContrast,

    /// <summary>Each colour becomes about equally frequent at all values.</summary>
    Equalize,

    /// <summary>Values become 255 less themselves; AutoAugment only.</summary>
    Invert,
}
