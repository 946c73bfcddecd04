using System.Collections.Immutable;

namespace LongTail.Imaging;

/// <summary>AutoAugment: one of 25 pairs of operations that were found to suit a data set (Cubuk et al. 2019); as torchvision applies them to Pillow's pictures.</summary>
/// <remarks>What comes in from outside the picture is black, pixels are taken from the nearest place.</remarks>
static class AutoAugment
{
    /// <summary>Strengths there are: 0 to this, exclusive.</summary>
    public const int Strengths = 10;

    /// <summary>Numbers that one picture asks for.</summary>
    public const int Numbers = 5;

    /// <summary>The pairs that suit CIFAR-10; used for CIFAR-100, too.</summary>
    public static ImmutableArray<AugmentPair> Cifar10 { get; } = Read(
        """
        Invert .1, Contrast .2 6
        Rotate .7 2, TranslateX .3 9
        Sharpness .8 1, Sharpness .9 3
        ShearY .5 8, TranslateY .7 9
        AutoContrast .5, Equalize .9
        ShearY .2 7, Posterize .3 7
        Color .4 3, Brightness .6 7
        Sharpness .3 9, Brightness .7 9
        Equalize .6, Equalize .5
        Contrast .6 7, Sharpness .6 5
        Color .7 7, TranslateX .5 8
        Equalize .3, AutoContrast .4
        TranslateY .4 3, Sharpness .2 6
        Brightness .9 6, Color .2 8
        Solarize .5 2, Invert 0
        Equalize .2, AutoContrast .6
        Equalize .2, Equalize .6
        Color .9 9, Equalize .6
        AutoContrast .8, Solarize .2 8
        Brightness .1 3, Color .7 0
        Solarize .4 5, AutoContrast .9
        TranslateY .9 9, TranslateY .7 9
        AutoContrast .9, Solarize .8 3
        Equalize .8, Invert .1
        TranslateY .7 9, AutoContrast .9
        """);

    /// <summary>The pairs that suit ImageNet.</summary>
    public static ImmutableArray<AugmentPair> ImageNet { get; } = Read(
        """
        Posterize .4 8, Rotate .6 9
        Solarize .6 5, AutoContrast .6
        Equalize .8, Equalize .6
        Posterize .6 7, Posterize .6 6
        Equalize .4, Solarize .2 4
        Equalize .4, Rotate .8 8
        Solarize .6 3, Equalize .6
        Posterize .8 5, Equalize 1
        Rotate .2 3, Solarize .6 8
        Equalize .6, Posterize .4 6
        Rotate .8 8, Color .4 0
        Rotate .4 9, Equalize .6
        Equalize 0, Equalize .8
        Invert .6, Equalize 1
        Color .6 4, Contrast 1 8
        Rotate .8 8, Color 1 2
        Color .8 8, Solarize .8 7
        Sharpness .4 7, Invert .6
        ShearX .6 5, Equalize 1
        Color .4 0, Equalize .6
        Equalize .4, Solarize .2 4
        Solarize .6 5, AutoContrast .6
        Invert .6, Equalize 1
        Color .6 4, Contrast 1 8
        Equalize .8, Equalize .6
        """);

    /// <summary>Draws a pair and applies it.</summary>
    /// <param name="rgb">Rows x columns x red, green, blue; changed in place.</param>
    /// <param name="size">Columns and rows.</param>
    /// <param name="pairs">To choose from.</param>
    /// <param name="uniform">The number at a position, in [0, 1): 0 which pair, 1 and 2 whether its operations are applied, 3 and 4 in which direction.</param>
    public static void Apply(Span<byte> rgb, PictureSize size, ImmutableArray<AugmentPair> pairs, Func<int, double> uniform)
    {
        AugmentPair pair = pairs[(int)(uniform(0) * pairs.Length)];
        Step(rgb, size, pair.First, uniform(1), uniform(3));
        Step(rgb, size, pair.Second, uniform(2), uniform(4));
    }

    static void Step(Span<byte> rgb, PictureSize size, AugmentStep step, double whether, double direction)
    {
        if (whether >= step.Probability) return;
        double magnitude = RandAugment.Magnitude(step.Operation, step.Strength, size, Strengths);
        RandAugment.Apply(rgb, size, step.Operation, RandAugment.HasDirection(step.Operation) && direction < 0.5 ? -magnitude : magnitude);
    }

    static ImmutableArray<AugmentPair> Read(string lines) => [.. lines.Split('\n').Select(line => line.Split(", ")).Select(pair => new AugmentPair(ReadStep(pair[0]), ReadStep(pair[1])))];

    static AugmentStep ReadStep(string text)
    {
        string[] words = text.Trim().Split(' ');
        return new(
            Enum.Parse<AugmentOperation>(words[0]),
            double.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture),
            words.Length > 2 ? int.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture) : 0);
    }
}
