using System.Collections.Immutable;

namespace LongTail.Runs;

/// <summary>Brings a plan about: trains what is missing, reuses what is there, continues what was interrupted.</summary>
public sealed class StageRunner(RunEnvironment environment, IRunObserver observer)
{
    /// <summary>Trains the plan; holds the output folder's lock meanwhile.</summary>
    /// <returns>One result per planned stage, in the same order.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint has been written first.</exception>
    /// <exception cref="Foundation.FolderInUseException">Another run holds the output folder.</exception>
    /// <exception cref="Foundation.DivergedException">The loss is no longer finite.</exception>
    /// <exception cref="Foundation.StorageException">The output folder cannot be written.</exception>
    public ImmutableArray<StageResult> Run(RunPlan plan, CancellationToken cancel = default)
    {
        _ = (environment, observer, plan, cancel);
        throw new NotSupportedException();
    }
}
