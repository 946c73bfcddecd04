using LongTail.Foundation;
using static TorchSharp.torch;

namespace LongTail.Data;

/// <summary>Training batches of pictures in files, decoded ahead of the step that needs them.</summary>
/// <param name="images">The training pictures.</param>
/// <param name="sampling">Which of them an epoch visits.</param>
/// <param name="pairedWith">A second, independent stream whose pictures follow the first's in each batch; null for plain batches.</param>
/// <param name="batchSize">Pictures per step from each stream; the last ones of an epoch as <see cref="EpochSteps"/> says.</param>
/// <param name="seed">Of the run.</param>
/// <param name="draw">Draws a picture as training is to see it.</param>
/// <param name="workers">Threads that decode.</param>
sealed class PictureBatches(PictureSet images, Sampling sampling, Sampling? pairedWith, int batchSize, Seed seed, DrawPicture draw, int workers) : IBatchSource
{
    /// <inheritdoc/>
    public int StepsPerEpoch => new EpochSteps(images.Count, batchSize).Count;

    /// <inheritdoc/>
    public IEnumerable<IPendingBatch> Epoch(int epoch, int firstStep)
    {
        EpochOrder order = new(images, sampling, pairedWith, seed, epoch);
        PictureLoader loader = new(images, draw, workers);
        foreach (LoadedPictures loaded in loader.Load(Enumerable.Range(firstStep, StepsPerEpoch - firstStep).Select(step => order.Draw(step, batchSize))))
            yield return new PendingPictures(images, loader, loaded);
    }
}

/// <summary>Drawn pictures on their way to the device.</summary>
sealed class PendingPictures(PictureSet images, PictureLoader loader, LoadedPictures loaded) : IPendingBatch
{
    public BatchDraw Draw => loaded.Draw;

    public Batch Upload(Device device)
    {
        ImageShape shape = images.Shape;
        Tensor pixels = empty([Draw.Indices.Length, shape.Height, shape.Width, shape.Channels], uint8);
        loaded.Bytes.CopyTo(pixels.bytes);
        loader.Return(loaded);
        return new(
            ResidentTensors.ChannelsSecond(Data.Upload.Of(pixels, device)),
            Data.Upload.Of([.. Draw.Indices.Select(image => (long)images.Labels[image])], device),
            Data.Upload.Of([.. Draw.Indices.Select(image => (long)image)], device));
    }
}
