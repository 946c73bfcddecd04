using LongTail.Data;
using LongTail.Foundation;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Augmentation;

/// <summary>What is done to loaded images before the network sees them.</summary>
public static class Augmentations
{
    /// <summary>Zero-padded random crop and flip, changes of the bytes, normalisation and mixing of training batches.</summary>
    /// <remarks>
    /// Crop and flip alone are the transforms of every published CIFAR run in the paper's tables. What is done to an image is a function of seed, epoch, image and how often the epoch had drawn it before: not of batch size, threads,
    /// device or where a run was taken up again. Pixels from outside the image are black bytes, then normalised like all others.
    /// The constants live in the dispose scope of this call.
    /// </remarks>
    /// <param name="spec">What to do.</param>
    /// <param name="shape">Size of the images.</param>
    /// <param name="seed">Of the run.</param>
    /// <param name="device">Where batches come.</param>
    /// <returns>Bytes in, floats in channels-last memory and, where they can be counted, the numbers of their views out; labels and indices as they are.</returns>
    /// <exception cref="RecipeException">The padding is negative, or the constants are not one per channel.</exception>
    public static Augment Build(AugmentationSpec spec, ImageShape shape, Seed seed, Device device) => Build(spec, shape, PixelChanges.Of(spec, seed), seed, device);

    /// <summary>The same for batches whose bytes may have been changed already.</summary>
    /// <param name="spec">What to do.</param>
    /// <param name="shape">Size of the images.</param>
    /// <param name="changes">Still to be made to the bytes, after the crop; null for none.</param>
    /// <param name="seed">Of the run.</param>
    /// <param name="device">Where batches come.</param>
    internal static Augment Build(AugmentationSpec spec, ImageShape shape, PixelChanges? changes, Seed seed, Device device)
    {
        if (spec.CropPadding < 0) throw new RecipeException($"Found a crop padding of {spec.CropPadding}, expected 0 or more; 4 is the published number.");
        if (spec.Normalization.Mean.Length != shape.Channels || spec.Normalization.Deviation.Length != shape.Channels)
            throw new RecipeException($"Found normalisation constants for {spec.Normalization.Mean.Length} channel(s), expected {shape.Channels}. Take those of the data set.");
        Normalizer normalizer = new(spec.Normalization, device);
        ViewDraw views = new(spec.CropPadding, spec.Flip, seed);
        Mixer? mixer = spec.Mixing is { } mixing ? new(mixing, seed) : null;
        return (batch, draw) =>
        {
            View[] drawn = views.Of(draw);
            Tensor seen = views.HasOneViewOnly ? batch.Images : CropAndFlip.Apply(batch.Images, drawn, spec.CropPadding);
            if (changes is not null) seen = HostChanges.Apply(seen, draw, changes);
            Batch augmented = batch with
            {
                Images = normalizer.Apply(seen),
                Views = spec.ViewsPerImage == 0 ? null : new(draw.Indices, [.. drawn.Select(views.NumberOf)], spec.ViewsPerImage),
            };
            return mixer is null ? augmented : mixer.Apply(augmented, draw);
        };
    }

    /// <summary>Normalisation alone, for batches to be measured. The constants live in the dispose scope of this call.</summary>
    /// <param name="normalization">One mean and deviation per channel.</param>
    /// <param name="device">Where batches come.</param>
    /// <returns>Bytes in, floats in channels-last memory out; labels and indices as they are.</returns>
    public static Func<Batch, Batch> Normalize(Normalization normalization, Device device)
    {
        Normalizer normalizer = new(normalization, device);
        return batch => batch with { Images = normalizer.Apply(batch.Images) };
    }
}
