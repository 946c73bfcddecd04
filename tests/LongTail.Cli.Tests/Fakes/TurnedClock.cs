namespace LongTail.Cli.Tests.Fakes;

/// <summary>A clock that goes on only when it is turned, or by a step each time it is looked at.</summary>
sealed class TurnedClock : TimeProvider
{
    double _seconds;

    /// <summary>Seconds between two looks.</summary>
    public double Step { get; init; }

    public void Turn(double seconds) => _seconds += seconds;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp()
    {
        _seconds += Step;
        return (long)Math.Round(_seconds * TimestampFrequency);
    }
}
