using System.Collections;
using static TorchSharp.torch;

namespace LongTail.Data;

/// <summary>All images of a set in their own order, as bytes and without augmentation: for measuring, and for methods that look at every image beforehand.</summary>
/// <remarks>The set is brought onto the device once, in the dispose scope of the constructor's caller; the tensors of a batch belong to the scope in which it is asked for.</remarks>
public sealed class PlainBatches : IEnumerable<Batch>
{
    readonly ResidentTensors _resident;
    readonly int _count, _batchSize;

    /// <summary>Brings the set onto the device.</summary>
    /// <param name="images">The images.</param>
    /// <param name="batchSize">Images per batch; the last has what is left.</param>
    /// <param name="device">Where batches are made.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    public PlainBatches(ResidentImageSet images, int batchSize, Device device) : this(new ResidentTensors(images, device), images.Count, batchSize)
    {
    }

    /// <summary>Takes a set that is on the device already.</summary>
    internal PlainBatches(ResidentTensors resident, int count, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (_resident, _count, _batchSize) = (resident, count, batchSize);
    }

    /// <inheritdoc/>
    public IEnumerator<Batch> GetEnumerator()
    {
        for (int start = 0; start < _count; start += _batchSize)
        {
            int length = Math.Min(_batchSize, _count - start);
            yield return new(
                ResidentTensors.ChannelsSecond(_resident.Pixels.narrow(0, start, length)),
                _resident.Labels.narrow(0, start, length),
                arange(start, start + length, int64, _resident.Pixels.device));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
