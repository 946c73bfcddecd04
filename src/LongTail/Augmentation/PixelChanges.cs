using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Imaging;
using LongTail.Stages;

namespace LongTail.Augmentation;

/// <summary>Changes of one image's bytes that cannot be told in numbers of views: jitter, a policy, cutout. On any thread.</summary>
/// <remarks>They are a function of seed, epoch, image and how often the epoch had drawn it before.</remarks>
sealed class PixelChanges
{
    readonly AugmentationSpec _spec;
    readonly EpochStream _colours, _policy, _places;
    readonly (byte Red, byte Green, byte Blue) _mean;

    PixelChanges(AugmentationSpec spec, Seed seed)
    {
        _spec = spec;
        (_colours, _policy, _places) = (new(seed, "jitter"), new(seed, "policy"), new(seed, "cutout"));
        ImmutableArray<double> mean = spec.Normalization.Mean;
        _mean = (Byte(mean[0]), Byte(mean[mean.Length > 1 ? 1 : 0]), Byte(mean[^1]));
    }

    /// <summary>What is to be done; null where it is nothing.</summary>
    /// <param name="spec">Of the stage.</param>
    /// <param name="seed">Of the run.</param>
    public static PixelChanges? Of(AugmentationSpec spec, Seed seed) => spec is { Jitter: null, Policy: null, Cutout: 0 } ? null : new(spec, seed);

    /// <summary>Changes an image in place.</summary>
    /// <param name="rgb">Rows x columns x red, green, blue.</param>
    /// <param name="size">Columns and rows.</param>
    /// <param name="which">Which draw of which image.</param>
    public void Apply(Span<byte> rgb, PictureSize size, ImageDraw which)
    {
        if (_spec.Jitter is { } jitter) Recolour(jitter, _colours.Of(which), rgb);
        if (_spec.Policy is { } policy)
        {
            CounterRandom random = _policy.Of(which);
            double Uniform(int position) => random.Uniform((ulong)position);
            switch (policy)
            {
                case RandAugmentPolicy some: RandAugment.Apply(rgb, size, some.Operations, some.Strength, Uniform); break;
                case AutoAugmentPolicy pairs: AutoAugment.Apply(rgb, size, pairs.Found == AutoAugmentData.Cifar10 ? AutoAugment.Cifar10 : AutoAugment.ImageNet, Uniform); break;
                default: throw new InvalidOperationException($"Found {policy.GetType().Name}, which nobody applies.");
            }
        }
        if (_spec.Cutout > 0)
        {
            CounterRandom random = _places.Of(which);
            Cutout.Apply(rgb, size, _spec.Cutout, random.Uniform(0), random.Uniform(1), _mean);
        }
    }

    // Positions 0 to 2 are the factors, 3 and 4 the order; with a hue, 5 is its turn and 6 to 8 are the order.
    static void Recolour(Stages.ColorJitter jitter, CounterRandom random, Span<byte> rgb)
    {
        Span<ColorChange> changes =
        [
            new(ColorQuality.Brightness, Factor(jitter.Brightness, 0)),
            new(ColorQuality.Contrast, Factor(jitter.Contrast, 1)),
            new(ColorQuality.Saturation, Factor(jitter.Saturation, 2)),
            new(ColorQuality.Hue, Factor(jitter.Hue, 5) - 1),
        ];
        if (jitter.Hue == 0) changes = changes[..3];
        int end = jitter.Hue == 0 ? 5 : 9;
        for (int last = changes.Length - 1; last > 0; last--)
        {
            int chosen = random.Below((ulong)(end - last), last + 1);
            (changes[last], changes[chosen]) = (changes[chosen], changes[last]);
        }
        ColorChanges.Apply(rgb, changes);

        float Factor(double reach, ulong position) => (float)(1 + reach * (2 * random.Uniform(position) - 1));
    }

    static byte Byte(double share) => (byte)Math.Round(255 * share);
}
