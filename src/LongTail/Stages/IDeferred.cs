namespace LongTail.Stages;

/// <summary>An objective that is exactly another one until some epoch, so that a run of the other can be continued from there (docs/decisions/0011).</summary>
/// <remarks>Exactly: the same numbers to the last bit, and the same names of the parts of the loss.</remarks>
public interface IDeferred
{
    /// <summary>0-based epoch from which on the two differ.</summary>
    int DeferUntil { get; }

    /// <summary>What it is before.</summary>
    Objective Before { get; }
}
