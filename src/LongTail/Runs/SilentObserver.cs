namespace LongTail.Runs;

/// <summary>Hears nothing.</summary>
public sealed class SilentObserver : IRunObserver;
