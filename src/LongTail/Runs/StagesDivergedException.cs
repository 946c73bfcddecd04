using System.Collections.Immutable;
using LongTail.Foundation;
using LongTail.Stages;

namespace LongTail.Runs;

/// <summary>Some stages of a plan diverged; everything that does not need them was trained, and is in the store.</summary>
public sealed class StagesDivergedException : DivergedException
{
    /// <summary>Tells what came of a plan.</summary>
    /// <param name="trained">One result for each stage that was trained or found in the store.</param>
    /// <param name="diverged">For each other stage, what happened to it or to what it needs; at least one.</param>
    public StagesDivergedException(ImmutableArray<StageResult> trained, IReadOnlyDictionary<StageKey, DivergedException> diverged)
        : base(MessageOf(trained, diverged), diverged.Values.First()) =>
        (Trained, Diverged) = (trained, diverged.ToImmutableDictionary(fault => fault.Key, fault => fault.Value.Message));

    /// <summary>One result for each stage that was trained or found in the store.</summary>
    public ImmutableArray<StageResult> Trained { get; }

    /// <summary>What happened, for each stage that diverged or needs one that did.</summary>
    public ImmutableDictionary<StageKey, string> Diverged { get; }

    static string MessageOf(ImmutableArray<StageResult> trained, IReadOnlyDictionary<StageKey, DivergedException> diverged) =>
        diverged.Values.First().Message + (diverged.Count == 1 ? "" : $" With what needs it, {diverged.Count} networks were not trained; the other {trained.Length} were.");
}
