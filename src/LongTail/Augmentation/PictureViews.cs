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

    static Placement Crop(ResizedCrop crop, PictureSize size, int side, CounterRandom random) =>
        Placements.RandomResizedCrop(size, side, (crop.MinArea, crop.MaxArea), (crop.MinRatio, 1 / crop.MinRatio), position => random.Uniform((ulong)position));

    // Positions 0 to 2 are the factors, 3 on the order.
    static void Recolour(ColorJitter jitter, CounterRandom random, Span<byte> rgb)
    {
        Span<int> order = [0, 1, 2];
        for (int last = 2; last > 0; last--)
        {
            int chosen = random.Below((ulong)(2 + last), last + 1);
            (order[last], order[chosen]) = (order[chosen], order[last]);
        }
        foreach (int operation in order)
        {
            (Action<float, Span<byte>> apply, double reach) = operation switch
            {
                0 => ((Action<float, Span<byte>>)Colours.Brightness, jitter.Brightness),
                1 => (Colours.Contrast, jitter.Contrast),
                _ => (Colours.Saturation, jitter.Saturation),
            };
            if (reach > 0) apply((float)(1 + reach * (2 * random.Uniform((ulong)operation) - 1)), rgb);
        }
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
