using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Kernels;
using LongTail.Native;
using LongTail.Networks;
using LongTail.Packs;
using LongTail.Stages;
using LongTail.Store;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Runs;

/// <summary>Brings a plan about: trains what is missing, reuses what is there, continues what was interrupted.</summary>
/// <param name="environment">Folders, threads, device, clock.</param>
/// <param name="observer">Hears what happens; null for nobody.</param>
public sealed class StageRunner(RunEnvironment environment, IRunObserver? observer = null)
{
    // TorchSharp frees a number under the native call it was made for when a collection comes from another thread just then,
    // and training asks for collections (docs/decisions/0004): so runs of one process take turns.
    static readonly SemaphoreSlim s_turn = new(1, 1);

    readonly IRunObserver _observer = observer ?? new SilentObserver();

    /// <summary>Trains the plan; holds the output folder's lock meanwhile. A second run in the same process waits for the first to end.</summary>
    /// <returns>One result per planned stage, in the same order.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint has been written first.</exception>
    /// <exception cref="Foundation.FolderInUseException">Another run holds the output folder.</exception>
    /// <exception cref="StagesDivergedException">The loss of a stage is no longer finite; all that does not need that stage has been trained first.</exception>
    /// <exception cref="Foundation.StorageException">The output folder cannot be written.</exception>
    /// <exception cref="Foundation.ModelFileException">A stored stage is damaged.</exception>
    /// <exception cref="Foundation.PlatformException">The native library does not load, or there is no such device.</exception>
    public ImmutableArray<StageResult> Run(RunPlan plan, CancellationToken cancel = default)
    {
        using FolderLock claim = FolderLock.Take(environment.OutputFolder, FolderOwner.Current(environment.Clock, environment.Command));
        if (!claim.IsEnforced) _observer.Warned($"{environment.OutputFolder}: its file system knows no locks. See to it that no other run uses it.");
        s_turn.Wait(cancel);
        try
        {
            return Train(plan, cancel);
        }
        finally
        {
            s_turn.Release();
        }
    }

    ImmutableArray<StageResult> Train(RunPlan plan, CancellationToken cancel)
    {
        TorchRuntime.EnsureLoaded();
        if (environment.Threads is { } threads) set_num_threads(threads);
        Device device = Accelerator.Open(environment.Device, environment.Tf32, environment.CudnnBenchmark);
        if (environment.CudaGraph) RecordedWork.Require(device);
        ForgetFilesReadForThePlan();

        StageStore store = new(environment.OutputFolder);
        store.RemoveLeftovers();
        if (device.type == DeviceType.CPU && !KernelSupport.HasBFloat16 && plan.Stages.Any(planned => planned.State != StageState.Trained && planned.Stage.Network is ImageNetResNet { Precision: Precision.BFloat16 }))
            _observer.Warned("Found bfloat16 (--precision bf16, network.precision) on a processor without instructions for it, expected fp32 or auto: a network for photographs is computed by way of 32 bits there, as rounded as asked, and gains little or nothing.");
        foreach (string remark in plan.Data.Values.SelectMany(data => data.Remarks)) _observer.Warned(remark);
        foreach (DataSplit data in plan.Data.Values)
            if (LeftOutReport.Write(data, environment.OutputFolder) is { } told) _observer.Warned(told);
        using PackedSets packs = new(Path.Combine(environment.OutputFolder, PackedSets.FolderName), environment.DecodingThreads, _observer.Warned, _observer.PicturesPacked);
        StageTraining training = new(store, environment, device, packs, _observer);
        RunPlan now = plan with { Stages = Continuations.In(plan.Stages, store) };
        Dictionary<StageKey, StageResult> results = [];
        Dictionary<StageKey, DivergedException> diverged = [];
        foreach (ImmutableArray<PlannedStage> group in now.Groups)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (StageResult result in Found(group, store, plan, Accelerator.UsesTf32(device)) ?? TrainUnlessItDiverges(group))
                results.Add(result.Stage.Key, result);
        }
        return diverged.Count == 0 ? [.. plan.Stages.Select(planned => results[planned.Stage.Key])]
            : throw new StagesDivergedException([.. results.Values], diverged);

        // Those that need what diverged are given up with it; all others are trained.
        IEnumerable<StageResult> TrainUnlessItDiverges(ImmutableArray<PlannedStage> group)
        {
            DivergedException?[] before = [.. group.Select(planned => StageGraph.Of(planned.Stage).Select(stage => diverged.GetValueOrDefault(stage.Key)).FirstOrDefault(fault => fault is not null))];
            foreach ((PlannedStage planned, DivergedException? fault) in group.Zip(before))
                if (fault is not null) diverged.Add(planned.Stage.Key, fault);
            ImmutableArray<PlannedStage> due = [.. group.Where((_, i) => before[i] is null)];
            if (due.IsEmpty) return [];
            try
            {
                return training.Train(due, now, cancel);
            }
            catch (DivergedException fault)
            {
                StageResult[] committed = [.. due.Select(planned => store.Find(planned.Stage)).OfType<StageResult>()];
                foreach (PlannedStage planned in due.Where(planned => committed.All(result => result.Stage.Key != planned.Stage.Key))) diverged.Add(planned.Stage.Key, fault);
                return committed;
            }
        }
    }

    ImmutableArray<StageResult>? Found(ImmutableArray<PlannedStage> group, StageStore store, RunPlan plan, bool tf32)
    {
        if (group is not [{ State: StageState.Trained } planned]) return null;
        StageResult result = store.Find(planned.Stage)!;
        if (OtherRounding(result, tf32) is { } rounding) _observer.Warned(rounding);
        if (plan.Data.TryGetValue(planned.Stage.Data.Fingerprint, out DataSplit? data) && OtherNames(result, data.Only(planned.Stage.Subset).Train.ClassNames) is { } names) _observer.Warned(names);
        _observer.StageEnded(planned, result);
        return [result];
    }

    /// <summary>What to say of a finished network that was trained with other factors than those of this run; null where nothing is to be said.</summary>
    /// <param name="result">Found.</param>
    /// <param name="tf32">Whether this run's are rounded.</param>
    internal static string? OtherRounding(StageResult result, bool tf32) => result.MadeBy.Tf32 == tf32 || (tf32 && !result.MadeBy.Device.StartsWith("cuda", StringComparison.Ordinal)) ? null
        : $"{result.Folder}: trained {(tf32 ? "without" : "with")} factors of products rounded to TF32 (--tf32), and taken as it is by a run {(tf32 ? "with" : "without")}. To train it alike, name another output folder.";

    // Names are in no key: they change no weights.
    static string? OtherNames(StageResult result, ImmutableArray<string> now)
    {
        int other = Enumerable.Range(0, Math.Min(now.Length, result.ClassNames.Length)).FirstOrDefault(label => now[label] != result.ClassNames[label], -1);
        return other < 0 ? null
            : $"{result.Folder}: its classes had other names when it was trained; label {other} was {SafeText.Of(result.ClassNames[other])} and is {SafeText.Of(now[other])} now. The network answers with the old names; delete the folder to have it trained anew with the new ones.";
    }

#pragma warning disable RS0030 // once, before the first tensor: reading a set leaves large arrays that no later collection is in a hurry to return
    static void ForgetFilesReadForThePlan() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
#pragma warning restore RS0030
}
