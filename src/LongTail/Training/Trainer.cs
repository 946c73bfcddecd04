using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Native;
using LongTail.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Training;

/// <summary>The one loop all methods share. It knows no method.</summary>
/// <remarks>
/// Students that are trained side by side share each batch, and through it what their teacher says; otherwise they know nothing of each
/// other (with recorded steps each asks the teacher itself). So each of them comes out as if it had been trained alone, bit for bit (docs/decisions/0010).
/// </remarks>
public static class Trainer
{
    /// <summary>Trains from where the state stands to the stage's last epoch.</summary>
    /// <param name="job">The stage made live; its tensors belong to the caller's dispose scope.</param>
    /// <param name="state">Fresh, or restored together with the weights; holds the history afterwards.</param>
    /// <param name="observer">Hears of steps and epochs.</param>
    /// <param name="cancel">Stops after the current step, with a checkpoint.</param>
    /// <exception cref="DivergedException">A loss was not finite; no checkpoint holds it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Train(TrainingJob job, TrainingState state, ITrainingObserver observer, CancellationToken cancel)
    {
        using Student student = new(job, state, observer);
        Train([student], cancel);
        if (student.Divergence is { } diverged) ExceptionDispatchInfo.Throw(diverged);
    }

    /// <summary>Trains students side by side, each from where it stands: those behind go first, until all are at the same batch.</summary>
    /// <param name="students">With the same batches and augmentation. One that diverges is left behind and says so; the others go on.</param>
    /// <param name="cancel">Stops after the current student's step, with a checkpoint of each.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Train(ImmutableArray<Student> students, CancellationToken cancel)
    {
        using SideStream? stream = students is [{ Job: { Record: not null, Context.Device: { type: DeviceType.CUDA } device } }, ..] ? new(device) : null;
        foreach (Student student in students) student.MeasureIfNothingIsTrained();
        while (students.Any(student => student.IsTraining))
            Epoch(students, students.Where(student => student.IsTraining).Min(student => student.State.Epoch), cancel);
    }

    static void Epoch(ImmutableArray<Student> students, int epoch, CancellationToken cancel)
    {
        using DisposeScope epochScope = NewDisposeScope();
        Student[] here = [.. students.Where(student => student.IsTraining && student.State.Epoch == epoch)];
        foreach (Student student in here) TrainedParts.SetTrainingMode(student.Job.Stage, student.Job.Context.Network);
        foreach (IPendingBatch pending in here[0].Job.Batches.Epoch(epoch, here.Min(student => student.State.Step)))
        {
            Student[] due = [.. here.Where(student => student.IsTraining && student.State.Step == pending.Draw.Step)];
            if (due.Length == 0 && !here.Any(student => student.IsTraining)) return;
            Step(due, pending, cancel);
            CheckpointIfDue(here, cancel);
        }
        foreach (Student student in here.Where(student => student.IsTraining))
            if (!cancel.IsCancellationRequested) student.EndEpoch();
        CheckpointIfDue(here, cancel);
    }

    // One batch, and one student's activations at a time. The time is shared out: what all of them need is made once.
    static void Step(Student[] students, IPendingBatch pending, CancellationToken cancel)
    {
        if (students.Length == 0) return;
        TrainingJob shared = students[0].Job;
        long begin = shared.Clock.GetTimestamp();
        int taken = 0;
        using (NewDisposeScope())                                     // the batch and what the teacher says of it
        {
            Batch batch = shared.Augment(pending.Upload(shared.Context.Device), pending.Draw);
            while (taken < students.Length && (taken == 0 || !cancel.IsCancellationRequested)) students[taken++].Step(batch, pending.Draw);
        }
        double seconds = shared.Clock.GetElapsedTime(begin).TotalSeconds / taken;
        foreach (Student student in students.Take(taken).Where(student => student.Divergence is null)) student.Count(pending.Draw.Indices.Length, seconds);
    }

    static void CheckpointIfDue(Student[] students, CancellationToken cancel)
    {
        bool cancelled = cancel.IsCancellationRequested;
        foreach (Student student in students.Where(student => student.Divergence is null)) student.CheckpointIfDue(cancelled);
        // Divergence goes before cancelling where nobody is left: it is what there is to tell.
        if (cancelled && students.Any(student => student.Divergence is null)) cancel.ThrowIfCancellationRequested();
    }
}
