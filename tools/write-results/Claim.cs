using System.Collections.Immutable;
using LongTail.Tools.WriteResults.Reading;

namespace LongTail.Tools.WriteResults;

/// <summary>What is committed of a run: its numbers, and the words a person adds.</summary>
/// <param name="Experiment">As trained.</param>
/// <param name="Title">Of the page.</param>
/// <param name="Command">That trained it; null when it was not written down.</param>
/// <param name="Note">Markdown to put on the page; null for none.</param>
sealed record Claim(Experiment Experiment, string Title, string? Command, string? Note)
{
    /// <summary>The accuracies to report.</summary>
    public ImmutableArray<Metric> Metrics { get; } = Metric.For(Experiment.Counts, Experiment.Networks.First().Last);

    /// <summary>The one that the tail is judged by.</summary>
    public Metric Tail => Metric.Tail(Experiment.Counts, Metrics);

    /// <summary>A title for those who give none.</summary>
    public static string TitleOf(Experiment experiment) =>
        $"{string.Join(", ", experiment.Arms.Select(arm => arm.Method))} on {experiment.Card.Data.Set}";
}
