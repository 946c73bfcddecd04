using System.Collections.Immutable;
using LongTail.Native;
using LongTail.Stages;
using LongTail.Store;
using static TorchSharp.torch;

namespace LongTail.Runs;

/// <summary>Brings a plan about: trains what is missing, reuses what is there, continues what was interrupted.</summary>
/// <param name="environment">Folders, threads, device, clock.</param>
/// <param name="observer">Hears what happens; null for nobody.</param>
public sealed class StageRunner(RunEnvironment environment, IRunObserver? observer = null)
{
    // TorchSharp frees a number under the native call it was made for when a collection comes from another thread just then,
    // and training asks for collections (docs/decisions/0004): so runs of one process take turns.
    static readonly Lock _turn = new();

    readonly IRunObserver _observer = observer ?? new SilentObserver();

    /// <summary>Trains the plan; holds the output folder's lock meanwhile. A second run in the same process waits for the first to end.</summary>
    /// <returns>One result per planned stage, in the same order.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint has been written first.</exception>
    /// <exception cref="Foundation.FolderInUseException">Another run holds the output folder.</exception>
    /// <exception cref="Foundation.DivergedException">The loss is no longer finite.</exception>
    /// <exception cref="Foundation.StorageException">The output folder cannot be written.</exception>
    /// <exception cref="Foundation.ModelFileException">A stored stage is damaged.</exception>
    /// <exception cref="Foundation.PlatformException">The native library does not load, or there is no such device.</exception>
    public ImmutableArray<StageResult> Run(RunPlan plan, CancellationToken cancel = default)
    {
        using FolderLock claim = FolderLock.Take(environment.OutputFolder, FolderOwner.Current(environment.Clock, "longtail train"));
        if (!claim.IsEnforced) _observer.Warned($"{environment.OutputFolder}: its file system knows no locks. See to it that no other run uses it.");
        lock (_turn) return Train(plan, cancel);
    }

    ImmutableArray<StageResult> Train(RunPlan plan, CancellationToken cancel)
    {
        TorchRuntime.EnsureLoaded();
        if (environment.Threads is { } threads) set_num_threads(threads);
        Device device = Accelerator.Open(environment.Device, environment.Tf32);
        ForgetFilesReadForThePlan();

        StageStore store = new(environment.OutputFolder);
        store.RemoveLeftovers();
        StageTraining training = new(store, environment, device, _observer);
        RunPlan now = plan with { Stages = Continuations.In(plan.Stages, store) };
        Dictionary<StageKey, StageResult> results = [];
        foreach (ImmutableArray<PlannedStage> group in now.Groups)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (StageResult result in Found(group, store) ?? training.Train(group, now, cancel))
                results.Add(result.Stage.Key, result);
        }
        return [.. plan.Stages.Select(planned => results[planned.Stage.Key])];
    }

    ImmutableArray<StageResult>? Found(ImmutableArray<PlannedStage> group, StageStore store)
    {
        if (group is not [{ State: StageState.Trained } planned]) return null;
        StageResult result = store.Find(planned.Stage)!;
        _observer.StageEnded(planned, result);
        return [result];
    }

#pragma warning disable RS0030 // once, before the first tensor: reading CIFAR leaves 300 MB of large arrays that no later collection is in a hurry to return
    static void ForgetFilesReadForThePlan() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
#pragma warning restore RS0030
}
