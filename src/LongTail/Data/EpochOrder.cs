using System.Collections.Immutable;
using LongTail.Foundation;

namespace LongTail.Data;

/// <summary>The draws of one epoch: one stream, or two whose images come together in each batch.</summary>
/// <remarks>A function of seed and epoch. Which batch an image falls into follows from the batch size; how it is augmented does not.</remarks>
sealed class EpochOrder
{
    readonly int _epoch;
    readonly List<(int[] Images, int[] Occurrences)> _streams = [];

    public EpochOrder(IImageSet images, Sampling sampling, Sampling? pairedWith, Seed seed, int epoch)
    {
        _epoch = epoch;
        int[] drawn = new int[images.Count];   // the second stream counts on, so an image drawn in both is augmented in two ways
        Add(sampling, stream: 0);
        if (pairedWith is not null) Add(pairedWith, stream: 1);

        void Add(Sampling source, int stream)
        {
            int[] order = source.Order(images.Labels, images.ClassNames.Length, seed, epoch, stream);
            _streams.Add((order, [.. order.Select(image => drawn[image]++)]));
        }
    }

    /// <summary>The images of a step, the second stream's after the first's.</summary>
    public BatchDraw Draw(int step, int batchSize) =>
        new(_epoch, step, Slice(stream => stream.Images, step, batchSize), Slice(stream => stream.Occurrences, step, batchSize));

    ImmutableArray<int> Slice(Func<(int[] Images, int[] Occurrences), int[]> part, int step, int batchSize)
    {
        (int start, int end) = new EpochSteps(_streams[0].Images.Length, batchSize).Of(step);
        return [.. _streams.SelectMany(stream => part(stream)[start..end])];
    }
}
