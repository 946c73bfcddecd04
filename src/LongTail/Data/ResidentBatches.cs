using LongTail.Foundation;
using static TorchSharp.torch;

namespace LongTail.Data;

/// <summary>Training batches of a set that lies on the device as bytes; a step gathers its images there.</summary>
public sealed class ResidentBatches : IBatchSource
{
    readonly ResidentImageSet _images;
    readonly ResidentTensors _resident;
    readonly Sampling _sampling;
    readonly Sampling? _pairedWith;
    readonly int _batchSize;
    readonly Seed _seed;

    /// <summary>Brings the set onto the device, in the caller's dispose scope.</summary>
    /// <param name="images">The training images.</param>
    /// <param name="sampling">Which of them an epoch visits.</param>
    /// <param name="pairedWith">A second, independent stream whose images follow the first's in each batch; null for plain batches.</param>
    /// <param name="batchSize">Images per step from each stream, 1 or more; the last batch of an epoch has what is left, or shares with the one before it where that is less than a sixteenth.</param>
    /// <param name="seed">Of the run.</param>
    /// <param name="device">Where batches are made.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public ResidentBatches(ResidentImageSet images, Sampling sampling, Sampling? pairedWith, int batchSize, Seed seed, Device device)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (_images, _sampling, _pairedWith, _batchSize, _seed) = (images, sampling, pairedWith, batchSize, seed);
        _resident = new(images, device);
    }

    /// <summary>The same images in their own order and without augmentation, from the same memory.</summary>
    /// <param name="batchSize">Images per batch; the last has what is left.</param>
    public PlainBatches InOrder(int batchSize) => new(_resident, _images.Count, batchSize);

    /// <inheritdoc/>
    public int StepsPerEpoch => new EpochSteps(_images.Count, _batchSize).Count;

    /// <inheritdoc/>
    public IEnumerable<IPendingBatch> Epoch(int epoch, int firstStep)
    {
        EpochOrder order = new(_images, _sampling, _pairedWith, _seed, epoch);
        for (int step = firstStep; step < StepsPerEpoch; step++)
            yield return new PendingBatch(_resident, order.Draw(step, _batchSize));
    }

    sealed class PendingBatch(ResidentTensors resident, BatchDraw draw) : IPendingBatch
    {
        public BatchDraw Draw => draw;

        public Batch Upload(Device device)
        {
            Tensor chosen = Data.Upload.Of([.. draw.Indices.Select(index => (long)index)], resident.Pixels.device);   // [B]
            return new(
                ResidentTensors.ChannelsSecond(resident.Pixels.index_select(0, chosen)).to(device),
                resident.Labels.index_select(0, chosen).to(device),
                chosen.to(device));
        }
    }
}
