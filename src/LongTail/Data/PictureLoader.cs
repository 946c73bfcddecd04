using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using LongTail.Foundation;
using LongTail.Imaging;
using LongTail.Pictures;

namespace LongTail.Data;

/// <summary>Decodes the pictures of coming batches on threads of its own while the current one is trained on. It makes bytes, never tensors.</summary>
/// <remarks>
/// What a batch holds depends on its draw alone: not on the number of threads, nor on which of them is done first. At most <see cref="Ahead"/>
/// batches are under way or wait, so memory is bounded.
/// </remarks>
sealed class PictureLoader(PictureSet images, DrawPicture draw, int workers)
{
    /// <summary>Batches that are decoded ahead of the one that is asked for.</summary>
    public const int Ahead = 2;

    readonly ConcurrentBag<byte[]> _free = [];

    /// <summary>The batches of some draws, in their order.</summary>
    public IEnumerable<LoadedPictures> Load(IEnumerable<BatchDraw> draws)
    {
        using Crew crew = new(this, workers);
        using IEnumerator<BatchDraw> coming = draws.GetEnumerator();
        Queue<LoadedPictures> waiting = [];
        while (true)
        {
            while (waiting.Count <= Ahead && coming.MoveNext()) waiting.Enqueue(crew.Begin(coming.Current));
            if (!waiting.TryDequeue(out LoadedPictures? next)) yield break;
            next.Wait();
            yield return next;
        }
    }

    /// <summary>Takes a batch's memory back when its bytes are where they are needed.</summary>
    public void Return(LoadedPictures batch) => _free.Add(batch.Bytes);

    byte[] Borrow(int length)
    {
        while (_free.TryTake(out byte[]? free))
            if (free.Length == length) return free;
        return GC.AllocateUninitializedArray<byte>(length);
    }

    void DrawOne(LoadedPictures batch, int row)
    {
        try
        {
            int image = batch.Draw.Indices[row];
            using IPicture picture = images.Open(image);
            draw(picture, new(batch.Draw.Epoch, image, batch.Draw.Occurrences[row]), batch.Bytes.AsSpan(row * images.Shape.Bytes, images.Shape.Bytes));
            batch.Done(null);
        }
        catch (PictureException fault)
        {
            batch.Done(PictureFile.NotDrawn(Path.Combine(images.Root, images.Paths[batch.Draw.Indices[row]]), fault));
        }
        catch (Exception fault)
        {
            batch.Done(fault);
        }
    }

    // Threads that live as long as somebody takes batches. On Windows those that compute go first; on Linux .NET's priorities do nothing, and all share alike.
    sealed class Crew : IDisposable
    {
        readonly PictureLoader _loader;
        readonly BlockingCollection<(LoadedPictures Batch, int Row)> _work = [];
        readonly Thread[] _threads;
        volatile bool _stopped;

        public Crew(PictureLoader loader, int workers)
        {
            _loader = loader;
            _threads = [.. Enumerable.Range(0, workers).Select(i => new Thread(Work) { IsBackground = true, Name = $"pictures {i}", Priority = ThreadPriority.BelowNormal })];
            foreach (Thread thread in _threads) thread.Start();
        }

        public LoadedPictures Begin(BatchDraw draw)
        {
            LoadedPictures batch = new(draw, _loader.Borrow(draw.Indices.Length * _loader.Shape.Bytes));
            for (int row = 0; row < draw.Indices.Length; row++) _work.Add((batch, row));
            return batch;
        }

        public void Dispose()
        {
            _stopped = true;
            _work.CompleteAdding();
            foreach (Thread thread in _threads) thread.Join();
            _work.Dispose();
        }

        void Work()
        {
            foreach ((LoadedPictures batch, int row) in _work.GetConsumingEnumerable())
                if (!_stopped) _loader.DrawOne(batch, row);
        }
    }

    ImageShape Shape => images.Shape;
}

/// <summary>A batch of drawn pictures in managed memory.</summary>
/// <param name="draw">Which.</param>
/// <param name="bytes">[B, S, S, 3].</param>
sealed class LoadedPictures(BatchDraw draw, byte[] bytes)
{
    readonly object _gate = new();
    int _missing = draw.Indices.Length;
    Exception? _fault;

    public BatchDraw Draw => draw;

    public byte[] Bytes => bytes;

    /// <summary>One more is drawn, or could not be.</summary>
    public void Done(Exception? fault)
    {
        lock (_gate)
        {
            _fault ??= fault;
            if (--_missing == 0) Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Returns when all are.</summary>
    /// <exception cref="DataException">A picture could not be read.</exception>
    public void Wait()
    {
        lock (_gate)
            while (_missing > 0) Monitor.Wait(_gate);
        if (_fault is not null) ExceptionDispatchInfo.Throw(_fault);
    }
}
