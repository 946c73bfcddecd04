using System.Diagnostics;
using LongTail.Data;

namespace LongTail.Benchmarks.Pictures;

/// <summary>Batches, and how long whoever takes them had to wait.</summary>
/// <param name="batches">Of an epoch.</param>
/// <param name="warmup">Batches that do not count.</param>
sealed class WaitClock(IBatchSource batches, int warmup) : IBatchSource
{
    int _taken;
    long _waited, _begin, _end;

    /// <summary>Part of the time from the first counted batch to the last.</summary>
    public double Share => _end == _begin ? 0 : (double)_waited / (_end - _begin);

    public int StepsPerEpoch => batches.StepsPerEpoch;

    public IEnumerable<IPendingBatch> Epoch(int epoch, int firstStep)
    {
        long before = Stopwatch.GetTimestamp();
        foreach (IPendingBatch batch in batches.Epoch(epoch, firstStep))
        {
            long now = Stopwatch.GetTimestamp();
            if (_taken++ < warmup) _begin = now;
            else _waited += now - before;
            _end = now;
            yield return batch;
            before = Stopwatch.GetTimestamp();
        }
    }
}
