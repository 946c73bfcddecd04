using System.Collections;
using System.Collections.Immutable;
using static TorchSharp.torch;

namespace LongTail.Data;

/// <summary>All pictures of a set in their own order and without augmentation: for measuring, and for methods that look at every picture beforehand.</summary>
/// <param name="images">The pictures.</param>
/// <param name="batchSize">Pictures per batch; the last has what is left.</param>
/// <param name="draw">Draws a picture as measuring is to see it.</param>
/// <param name="workers">Threads that decode.</param>
/// <param name="device">Where batches come.</param>
sealed class PicturesInOrder(PictureSet images, int batchSize, DrawPicture draw, int workers, Device device) : IEnumerable<Batch>
{
    /// <inheritdoc/>
    public IEnumerator<Batch> GetEnumerator()
    {
        PictureLoader loader = new(images, draw, workers);
        foreach (LoadedPictures loaded in loader.Load(Draws()))
            yield return new PendingPictures(images, loader, loaded).Upload(device);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    IEnumerable<BatchDraw> Draws()
    {
        for (int start = 0, step = 0; start < images.Count; start += batchSize, step++)
        {
            ImmutableArray<int> rows = [.. Enumerable.Range(start, Math.Min(batchSize, images.Count - start))];
            yield return new(0, step, rows, [.. new int[rows.Length]]);
        }
    }
}
