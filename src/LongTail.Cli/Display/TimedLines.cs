using LongTail.Foundation;

namespace LongTail.Cli.Display;

/// <summary>Lines that say now and then how far a piece of work is; none of one that takes a few seconds.</summary>
/// <param name="host">Where they go, and the time.</param>
/// <param name="done">What is done to each, such as decoded.</param>
/// <param name="things">What there are many of, such as pictures.</param>
/// <param name="isQuiet">Shows none.</param>
sealed class TimedLines(Host host, string done, string things, bool isQuiet = false) : IProgress<CountProgress>
{
    static readonly TimeSpan s_often = TimeSpan.FromSeconds(5);

    readonly Lock _gate = new();
    long _shownAt = host.Clock.GetTimestamp();
    int _shown, _total;

    /// <summary>May be called by any thread, and after each of a million. Another total, or a count that begins anew, is another piece of work.</summary>
    public void Report(CountProgress value)
    {
        if (isQuiet) return;
        if (value.Total != Volatile.Read(ref _total) || value.Done == 1 || value.Done < Volatile.Read(ref _shown) / 2)
        {
            lock (_gate) (_total, _shown, _shownAt) = (value.Total, 0, host.Clock.GetTimestamp());
            return;
        }
        if (IsEarly()) return;
        lock (_gate)
        {
            if (IsEarly() || value.Done <= _shown) return;
            _shown = value.Done;
            Volatile.Write(ref _shownAt, host.Clock.GetTimestamp());
            host.Error.WriteLine($"{done} {Words.Whole(value.Done)} of {Words.Whole(value.Total)} {things}");
        }
    }

    bool IsEarly() => host.Clock.GetElapsedTime(Volatile.Read(ref _shownAt)) < s_often;
}
