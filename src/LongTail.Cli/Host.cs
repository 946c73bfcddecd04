using System.Collections.Immutable;
using LongTail.Cli.Downloads;

namespace LongTail.Cli;

/// <summary>Where the program runs: its two outputs and what they can show. Tests give their own.</summary>
sealed record Host
{
    /// <summary>Results. With --json, one object and nothing else.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Messages, and progress where results must stay alone.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether a person is looking at the results as they come.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether a person is looking at the messages as they come.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether terminals get colours; off by NO_COLOR.</summary>
    public bool Color { get; init; }

    /// <summary>Columns of a terminal.</summary>
    public int Width { get; init; } = 100;

    /// <summary>For time left and durations.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Time since the program was started; null where it was not started as one.</summary>
    public Func<TimeSpan>? Running { get; init; }

    /// <summary>Passes signals on until disposed.</summary>
    public Func<Interruption, IDisposable> Listen { get; init; } = interruption => new Signals(interruption);

    /// <summary>Data sets that can be fetched.</summary>
    public ImmutableArray<PublishedData> Published { get; init; } = PublishedData.All;

    /// <summary>Longest silence of a server before the next attempt.</summary>
    public TimeSpan NetworkPatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time between two attempts.</summary>
    public TimeSpan NetworkPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The library.</summary>
    public LibraryCalls Library { get; init; } = new();
}
