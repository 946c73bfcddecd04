namespace LongTail.Imaging;

/// <summary>RandAugment: a few operations, drawn by chance, all of one strength; as torchvision applies them to Pillow's pictures.</summary>
/// <remarks>Cubuk et al. 2020. What comes in from outside the picture is black, pixels are taken from the nearest place.</remarks>
static class RandAugment
{
    const int Operations = (int)AugmentOperation.Equalize + 1;

    /// <summary>Strengths there are, torchvision's <c>num_magnitude_bins</c>: 0 to this, exclusive.</summary>
    public const int Strengths = 31;

    /// <summary>Draws operations and applies them.</summary>
    /// <param name="rgb">Rows x columns x red, green, blue; changed in place.</param>
    /// <param name="size">Columns and rows.</param>
    /// <param name="operations">How many, one after the other; 2 is usual.</param>
    /// <param name="strength">0 to 30; 9 is usual.</param>
    /// <param name="uniform">The number at a position, in [0, 1); operation i asks for 2i, which operation, and 2i + 1, which direction.</param>
    public static void Apply(Span<byte> rgb, PictureSize size, int operations, int strength, Func<int, double> uniform)
    {
        for (int i = 0; i < operations; i++)
        {
            AugmentOperation operation = (AugmentOperation)(int)(uniform(2 * i) * Operations);
            double magnitude = Magnitude(operation, strength, size);
            if (HasDirection(operation) && uniform(2 * i + 1) < 0.5) magnitude = -magnitude;
            Apply(rgb, size, operation, magnitude);
        }
    }

    /// <summary>What a strength means for an operation, in the units that <see cref="AugmentOperation"/> states; 0 where it means nothing.</summary>
    /// <remarks>torchvision's numbers have single precision; these are the same to that.</remarks>
    /// <param name="operation">Which.</param>
    /// <param name="strength">0 to 30.</param>
    /// <param name="size">Of the picture.</param>
    public static double Magnitude(AugmentOperation operation, int strength, PictureSize size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(strength);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(strength, Strengths);
        return operation switch
        {
            AugmentOperation.ShearX or AugmentOperation.ShearY => Share(0.3, strength),
            AugmentOperation.TranslateX => Share(150.0 / 331.0 * size.Width, strength),
            AugmentOperation.TranslateY => Share(150.0 / 331.0 * size.Height, strength),
            AugmentOperation.Rotate => Share(30, strength),
            AugmentOperation.Brightness or AugmentOperation.Color or AugmentOperation.Contrast or AugmentOperation.Sharpness => Share(0.9, strength),
            AugmentOperation.Posterize => 8 - Math.Round(4.0 * strength / (Strengths - 1), MidpointRounding.ToEven),
            AugmentOperation.Solarize => Share(255, Strengths - 1 - strength),
            _ => 0,
        };
    }

    // The product comes first: where it is whole the quotient is, and a value that falls short of a whole number changes pixels.
    static double Share(double most, int strength) => most * strength / (Strengths - 1);

    /// <summary>Whether the magnitude may be negative too.</summary>
    public static bool HasDirection(AugmentOperation operation) => operation is >= AugmentOperation.ShearX and <= AugmentOperation.Sharpness;

    /// <summary>Applies one operation.</summary>
    /// <param name="rgb">Rows x columns x red, green, blue; changed in place.</param>
    /// <param name="size">Columns and rows.</param>
    /// <param name="operation">Which.</param>
    /// <param name="magnitude">In its units.</param>
    public static void Apply(Span<byte> rgb, PictureSize size, AugmentOperation operation, double magnitude)
    {
        if (rgb.Length != size.Pixels * 3) throw new ArgumentException($"Found {rgb.Length} bytes, expected {size.Pixels * 3} for {size.Width} x {size.Height} pixels.", nameof(rgb));
        float factor = (float)(1 + magnitude);
        switch (operation)
        {
            case AugmentOperation.ShearX: AffineMove.Shear(magnitude, 0).Apply(rgb, size); break;
            case AugmentOperation.ShearY: AffineMove.Shear(0, magnitude).Apply(rgb, size); break;
            case AugmentOperation.TranslateX: AffineMove.Shift((int)magnitude, 0).Apply(rgb, size); break;
            case AugmentOperation.TranslateY: AffineMove.Shift(0, (int)magnitude).Apply(rgb, size); break;
            case AugmentOperation.Rotate: AffineMove.Rotation(magnitude, size).Apply(rgb, size); break;
            case AugmentOperation.Brightness: ColorJitter.Apply(rgb, new ColorChange(ColorQuality.Brightness, factor)); break;
            case AugmentOperation.Color: ColorJitter.Apply(rgb, new ColorChange(ColorQuality.Saturation, factor)); break;
            case AugmentOperation.Contrast: ColorJitter.Apply(rgb, new ColorChange(ColorQuality.Contrast, factor)); break;
            case AugmentOperation.Sharpness: Sharpness.Apply(rgb, size, factor); break;
            case AugmentOperation.Posterize: ToneCurves.Posterize(rgb, (int)magnitude); break;
            case AugmentOperation.Solarize: ToneCurves.Solarize(rgb, magnitude); break;
            case AugmentOperation.AutoContrast: ToneCurves.AutoContrast(rgb); break;
            case AugmentOperation.Equalize: ToneCurves.Equalize(rgb); break;
            default: break;
        }
    }
}
