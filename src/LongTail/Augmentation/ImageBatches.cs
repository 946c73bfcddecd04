using LongTail.Data;
using LongTail.Foundation;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Augmentation;

/// <summary>Batches of a set, wherever its images are: in memory on the device, or in files that are decoded as they are needed.</summary>
/// <param name="device">Where batches come.</param>
/// <param name="workers">Threads that decode pictures.</param>
sealed class ImageBatches(Device device, int workers)
{
    /// <summary>For training, and the same images in their own order and without augmentation from the same memory.</summary>
    /// <param name="images">The training images.</param>
    /// <param name="stage">Which of them an epoch visits, and what is done to them.</param>
    /// <param name="seed">Of the run.</param>
    /// <param name="plainBatch">Images per batch of those in their own order.</param>
    public (IBatchSource Training, IEnumerable<Batch> InOrder) Of(ImageSet images, Stage stage, Seed seed, int plainBatch)
    {
        if (images is PictureSet pictures)
            return (
                new PictureBatches(pictures, stage.Sampling, stage.PairedWith, stage.BatchSize, seed, PictureViews.ForTraining(stage.Augmentation, pictures.Source, seed), workers),
                InOrder(images, plainBatch));
        ResidentBatches resident = new((ResidentImageSet)images, stage.Sampling, stage.PairedWith, stage.BatchSize, seed, device);
        return (resident, resident.InOrder(plainBatch));
    }

    /// <summary>What is still to be done to the batches of training.</summary>
    public Augment AugmentationOf(ImageSet images, AugmentationSpec spec, Seed seed) =>
        Augmentations.Build(spec, images.Shape, images is PictureSet ? null : PixelChanges.Of(spec, seed), seed, device);   // pictures are drawn with their changes

    /// <summary>All images in their own order, as measuring sees them, not normalised yet.</summary>
    public IEnumerable<Batch> InOrder(ImageSet images, int batchSize) => images is PictureSet pictures
        ? new PicturesInOrder(pictures, batchSize, PictureViews.ForTesting(pictures.Source), workers, device)
        : new PlainBatches((ResidentImageSet)images, batchSize, device);
}
