using LongTail.Data;
using LongTail.Foundation;
using LongTail.Imaging;
using LongTail.Pictures;
using LongTail.Stages;

namespace LongTail.Augmentation;

/// <summary>How pictures in files are cut, brought to size and coloured before they become a batch. Flips, padding and normalisation follow on the device.</summary>
static class PictureViews
{
    /// <summary>For measuring: the shorter side brought to a length, and the square cut from the centre.</summary>
    public static DrawPicture ForTesting(PictureSource source) =>
        (picture, _, rgb) => picture.Draw(Placements.ResizeShorterSideThenCentreCrop(picture.Size, source.ShorterSide, source.Size), rgb);

    /// <summary>For training.</summary>
    /// <remarks>A picture's crop and colours are a function of seed, epoch, image and how often the epoch had drawn it before.</remarks>
    /// <param name="spec">What to do.</param>
    /// <param name="source">The size that the network sees.</param>
    /// <param name="seed">Of the run.</param>
    public static DrawPicture ForTraining(AugmentationSpec spec, PictureSource source, Seed seed)
    {
        EpochStream crops = new(seed, "resized-crop"), colours = new(seed, "jitter");
        DrawPicture test = ForTesting(source);
        return (picture, which, rgb) =>
        {
            if (spec.ResizedCrop is { } crop) picture.Draw(Crop(crop, picture.Size, source.Size, crops.Of(which)), rgb);
            else test(picture, which, rgb);
            if (spec.Jitter is { } jitter) Recolour(jitter, colours.Of(which), rgb);
        };
    }

    static Placement Crop(ResizedCrop crop, PictureSize size, int side, CounterRandom random) => Placements.RandomResizedCrop(
        size, new(side, side), position => random.Uniform((ulong)position), range: new(crop.MinArea, crop.MaxArea, crop.MinRatio, 1 / crop.MinRatio));

    // Positions 0 to 2 are the factors, 3 and 4 the order.
    static void Recolour(Stages.ColorJitter jitter, CounterRandom random, Span<byte> rgb)
    {
        Span<ColorChange> changes =
        [
            new(ColorQuality.Brightness, Factor(jitter.Brightness, 0)),
            new(ColorQuality.Contrast, Factor(jitter.Contrast, 1)),
            new(ColorQuality.Saturation, Factor(jitter.Saturation, 2)),
        ];
        for (int last = 2; last > 0; last--)
        {
            int chosen = random.Below((ulong)(5 - last), last + 1);
            (changes[last], changes[chosen]) = (changes[chosen], changes[last]);
        }
        Imaging.ColorJitter.Apply(rgb, changes);

        float Factor(double reach, ulong position) => (float)(1 + reach * (2 * random.Uniform(position) - 1));
    }

    // One stream of numbers for each draw of each image.
    sealed class EpochStream(Seed seed, string purpose)
    {
        Known? _current;

        public CounterRandom Of(ImageDraw which)
        {
            Known? current = _current;
            if (current is null || current.Epoch != which.Epoch) _current = current = new(which.Epoch, seed.For(purpose, which.Epoch));
            return new(current.Random.Bits(((ulong)which.Occurrence << 32) | (uint)which.Image));
        }

        sealed record Known(int Epoch, CounterRandom Random);
    }
}
