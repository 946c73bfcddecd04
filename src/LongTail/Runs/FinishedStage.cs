using LongTail.Results;

namespace LongTail.Runs;

/// <summary>What lies in an output folder under the name of a stage.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Fault">Why it cannot be read; null where it can.</param>
public sealed record FinishedStage(string Folder, string? Fault)
{
    /// <summary>The network; null where it cannot be read.</summary>
    public ModelCard? Card { get; init; }

    /// <summary>Its last epoch; null where it cannot be read.</summary>
    public EpochRecord? Last { get; init; }

    /// <summary>Where and when it was trained; null where it cannot be read.</summary>
    public MadeBy? MadeBy { get; init; }
}
