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
        EpochStream crops = new(seed, "resized-crop");
        PixelChanges? changes = PixelChanges.Of(spec, seed);
        DrawPicture test = ForTesting(source);
        return (picture, which, rgb) =>
        {
            if (spec.ResizedCrop is { } crop) picture.Draw(Crop(crop, picture.Size, source.Size, crops.Of(which)), rgb);
            else test(picture, which, rgb);
            changes?.Apply(rgb, new(source.Size, source.Size), which);
        };
    }

    static Placement Crop(ResizedCrop crop, PictureSize size, int side, CounterRandom random) => Placements.RandomResizedCrop(
        size, new(side, side), position => random.Uniform((ulong)position), range: new(crop.MinArea, crop.MaxArea, crop.MinRatio, 1 / crop.MinRatio));
}
