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
    /// <remarks>torchvision's numbers, which have single precision.</remarks>
    /// <param name="operation">Which.</param>
    /// <param name="strength">0 to the greatest, <paramref name="strengths"/> - 1.</param>
    /// <param name="size">Of the picture.</param>
    /// <param name="strengths">How many there are.</param>
    public static double Magnitude(AugmentOperation operation, int strength, PictureSize size, int strengths = Strengths)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(strength);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(strength, strengths);
        return operation switch
        {
            AugmentOperation.ShearX or AugmentOperation.ShearY => Evenly(0, 0.3),
            AugmentOperation.TranslateX => Evenly(0, 150.0 / 331.0 * size.Width),
            AugmentOperation.TranslateY => Evenly(0, 150.0 / 331.0 * size.Height),
            AugmentOperation.Rotate => Evenly(0, 30),
            AugmentOperation.Brightness or AugmentOperation.Color or AugmentOperation.Contrast or AugmentOperation.Sharpness => Evenly(0, 0.9),
            AugmentOperation.Posterize => 8 - Math.Round(4.0 * strength / (strengths - 1), MidpointRounding.ToEven),
            AugmentOperation.Solarize => Evenly(255, 0),
            _ => 0,
        };

        double Evenly(double from, double to) => Spread(from, to, strength, strengths);
    }

    // torch.linspace in single precision, from both ends to the middle; of many values at once it rounds the last bit otherwise. A value that falls short of a whole number would change pixels.
    static float Spread(double from, double to, int at, int count)
    {
        float step = ((float)to - (float)from) / (count - 1);
        return at < count / 2 ? (float)from + step * at : (float)to - step * (count - 1 - at);
    }

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
            case AugmentOperation.Brightness: ColorChanges.Apply(rgb, new ColorChange(ColorQuality.Brightness, factor)); break;
            case AugmentOperation.Color: ColorChanges.Apply(rgb, new ColorChange(ColorQuality.Saturation, factor)); break;
            case AugmentOperation.Contrast: ColorChanges.Apply(rgb, new ColorChange(ColorQuality.Contrast, factor)); break;
            case AugmentOperation.Sharpness: Sharpness.Apply(rgb, size, factor); break;
            case AugmentOperation.Posterize: ToneCurves.Posterize(rgb, (int)magnitude); break;
            case AugmentOperation.Solarize: ToneCurves.Solarize(rgb, magnitude); break;
            case AugmentOperation.AutoContrast: ToneCurves.AutoContrast(rgb); break;
            case AugmentOperation.Equalize: ToneCurves.Equalize(rgb); break;
            case AugmentOperation.Invert: ToneCurves.Invert(rgb); break;
            default: break;
        }
    }
}
