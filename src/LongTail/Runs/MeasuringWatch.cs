using LongTail.Data;
using LongTail.Foundation;

namespace LongTail.Runs;

/// <summary>Who hears how far a trained network is with the images it is asked about, and may stop it.</summary>
public sealed record MeasuringWatch
{
    /// <summary>Hears of pictures whose headers were looked at, before any is asked about, on any thread; null for nobody.</summary>
    public IProgress<CountProgress>? Looked { get; init; }

    /// <summary>Hears after each batch, on the thread that measures, how many images were asked about; null for nobody.</summary>
    public IProgress<CountProgress>? Measured { get; init; }

    /// <summary>Stops after the pictures that are being looked at, or the batch that is being asked about.</summary>
    public CancellationToken Cancel { get; init; }

    /// <summary>The same batches, heard of.</summary>
    /// <param name="batches">Each is made when it is asked for.</param>
    /// <param name="images">In all of them, with those that are in none because they cannot be drawn.</param>
    internal IEnumerable<Batch> Over(IEnumerable<Batch> batches, int images)
    {
        int done = 0;
        foreach (Batch batch in batches)
        {
            Cancel.ThrowIfCancellationRequested();
            int size = (int)batch.Labels.shape[0];
            yield return batch;
            Measured?.Report(new(done += size, images));
        }
    }
}
