using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Native;
using LongTail.Packs;
using LongTail.Results;
using LongTail.Stages;
using LongTail.Store;
using LongTail.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Runs;

/// <summary>Makes the stages of a group live, trains them side by side and commits the results. All their tensors die with the call.</summary>
sealed class StageTraining(StageStore store, RunEnvironment environment, Device device, PackedSets packs, IRunObserver observer)
{
    /// <summary>One result per stage, in the same order. One that diverges costs the others nothing: they are trained and committed first.</summary>
    /// <param name="group">Of the plan.</param>
    /// <param name="plan">Says who wants to continue a stage of the group.</param>
    /// <param name="cancel">Stops after the current step, with a checkpoint.</param>
    /// <exception cref="PlatformException">There is too little memory.</exception>
    public ImmutableArray<StageResult> Train(ImmutableArray<PlannedStage> group, RunPlan plan, CancellationToken cancel) => MemoryFault.Guard(
        LiveStage.InWords(group[0].Stage, plan.Data[group[0].Stage.Data.Fingerprint]),
        $"Lower batchSize (or data.size), compute in bf16 (--precision bf16){(environment.CudaGraph ? ", leave out --cuda-graph, which takes the memory of a step twice," : ",")} or end other programs. What was saved of it is kept.",
        () =>
        {
            try
            {
                return Trained(group, plan, cancel);
            }
            finally
            {
                Allocator.KeepFreedMemory();
            }
        });

    ImmutableArray<StageResult> Trained(ImmutableArray<PlannedStage> group, RunPlan plan, CancellationToken cancel)
    {
        bool isHost = device.type == DeviceType.CPU;
        if (isHost) Allocator.ReturnFreedMemory();   // the first steps show what is needed where nothing is kept
        DataSplit whole = Packed(plan.Data[group[0].Stage.Data.Fingerprint].SeenAs(group[0].Stage.Data.Pictures), cancel);
        using DisposeScope scope = NewDisposeScope();
        using SharedMaterial shared = new(group[0].Stage, whole, device, environment.DecodingThreads);
        ImmutableArray<Teacher> teachers = Teachers(group[0].Stage, shared);
        List<LiveStage> live = [];
        try
        {
            foreach (PlannedStage planned in group) live.Add(new(planned, shared, teachers, store, BranchesOf(planned.Stage, plan), environment.DataFolder));
            FreeSpace.Require(environment.OutputFolder, live.Sum(stage => stage.MostWritten));
            bool isFromHere = PeakMemory.Restart();
            MemoryWatch? memory = !isHost ? null : new(LiveStage.InWords(group[0].Stage, whole), group.Length, observer.Warned, MachineMemory.Now,
                () => PeakMemory.Held is var held && isFromHere ? held : (held.Now, held.Now), Allocator.KeepFreedMemory);
            Func<Action, IRecordedWork>? record = environment.CudaGraph ? RecordedWork.Source() : null;
            Trainer.Train([.. live.Select(stage => stage.Start(environment, observer, memory, record))], cancel);
            return Commit(group, live);
        }
        finally
        {
            if (live.Count > 1)
                foreach (LiveStage stage in live)
                    if (stage.Divergence is { } diverged) observer.Warned(diverged.Message);
            foreach (LiveStage stage in live) stage.Dispose();
        }
    }

    DataSplit Packed(DataSplit data, CancellationToken cancel) => data.Map(part => packs.Of(part, cancel));

    static ImmutableHashSet<int> BranchesOf(Stage stage, RunPlan plan)
    {
        StageKey key = stage.Key;
        return [.. plan.Stages.Select(planned => planned.Continues).OfType<Continuation>().Where(wanted => wanted.Stage.Key == key).Select(wanted => wanted.Epoch)];
    }

    ImmutableArray<Teacher> Teachers(Stage student, SharedMaterial shared)
    {
        StoredWeights which = StageStore.Taken(student.TeacherEpoch);
        ImmutableArray<Teacher>.Builder teachers = ImmutableArray.CreateBuilder<Teacher>(student.Teachers.Length);
        foreach (Stage stage in student.Teachers)
        {
            EpochRecord measured = store.Measured(stage, which);
            if (student.TeacherEpoch == WeightsEpoch.BestOnValidation && measured.OnValidation is null)
                throw new RecipeException($"Found the teacher {stage.Method} without validation images for the stage {student.Method}, which wants the epoch that is best on them. Train the teacher on data that has some, or set method.teacherEpoch to last.");
            long bytes = environment.CudaGraph ? 0 : environment.TeacherMemoryBytes / student.Teachers.Length;   // a recorded step looks up nothing
            teachers.Add(new(shared.Frozen(stage, which, store), TeacherMemory.Within(bytes, shared.Data.Train.Count, student.Augmentation.ViewsPerImage, shared.ClassesOf(stage), shared.Device)) { Measured = measured });
        }
        return teachers.MoveToImmutable();
    }

    ImmutableArray<StageResult> Commit(ImmutableArray<PlannedStage> group, List<LiveStage> live)
    {
        ImmutableArray<StageResult>.Builder results = ImmutableArray.CreateBuilder<StageResult>(group.Length);
        foreach ((PlannedStage planned, LiveStage stage) in group.Zip(live))
        {
            if (stage.Divergence is not null) continue;
            StageResult result = stage.Commit(store, MadeBy.Now(environment.Clock, device, environment.CudaGraph, environment.CudnnBenchmark));
            observer.StageEnded(planned, result);
            results.Add(result);
        }
        if (live.FirstOrDefault(stage => stage.Divergence is not null) is { } failed) ExceptionDispatchInfo.Throw(failed.Divergence!);
        return results.MoveToImmutable();
    }
}
