namespace LongTail.Testing;

/// <summary>Stands still until it is moved, so that durations are the same in every run.</summary>
sealed class HandClock : TimeProvider
{
    long _ticks;

    public void Advance(TimeSpan by) => _ticks += by.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;
}
