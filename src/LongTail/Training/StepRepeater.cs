using LongTail.Data;
using LongTail.Native;
using LongTail.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Training;

/// <summary>Takes steps by repeating a recorded one, where they differ by nothing but the batch.</summary>
/// <remarks>
/// The first steps, the smaller last batch of an epoch and steps that differ are taken as they are given. The recorded step reads the batch
/// from memory of its own, into which each batch is copied. See docs/decisions/0009.
/// </remarks>
/// <param name="record">Records what it is given instead of doing it.</param>
sealed class StepRepeater(Func<Action, IRecordedWork> record) : IDisposable
{
    // libtorch makes handles and workspaces in the first, and the second is the first with everything there.
    const int TakenBefore = 2;

    int _taken;
    long _largest;
    Recorded? _recorded;

    /// <summary>Takes one step.</summary>
    /// <param name="batch">Augmented.</param>
    /// <param name="progress">Where the step stands.</param>
    /// <param name="phase">Steps of equal phase differ by the batch alone; null where they differ otherwise.</param>
    /// <param name="step">The step: gradients and new weights from a batch. What it gives back belongs to the caller's dispose scope.</param>
    public StepOutput Take(Batch batch, Progress progress, int? phase, Func<Batch, Progress, StepOutput> step)
    {
        long size = batch.Images.size(0);
        _largest = Math.Max(_largest, size);
        if (phase is not { } now || size < _largest || _taken++ < TakenBefore) return step(batch, progress);
        if (_recorded is null || _recorded.Phase != now || _recorded.Size != size) Record(batch, progress, now, step);
        return _recorded!.Repeat(batch);
    }

    /// <summary>Frees the recording and its memory.</summary>
    public void Dispose() => _recorded?.Dispose();

    // The memory pool is one of recordings that are there, so the new one is made before the old one goes.
    void Record(Batch batch, Progress progress, int phase, Func<Batch, Progress, StepOutput> step)
    {
        Recorded? before = _recorded;
        _recorded = new(batch, phase, images => step(images, progress), record);
        before?.Dispose();
    }

    sealed class Recorded : IDisposable
    {
        readonly Batch _inputs;
        readonly IRecordedWork _work;
        StepOutput? _output;

        public Recorded(Batch batch, int phase, Func<Batch, StepOutput> step, Func<Action, IRecordedWork> record)
        {
            Phase = phase;
            _inputs = new(Kept(batch.Images.clone()), Kept(batch.Labels.clone()), Kept(batch.Indices.clone()));
            _work = record(() =>
            {
                using DisposeScope scope = NewDisposeScope();
                // A name of its own for the images: a teacher knows a batch it was asked about by them, and must answer in each recording.
                Batch seen = _inputs with { Images = _inputs.Images.alias() };
                RecordedWork.Given(seen.Images);
                StepOutput made = step(seen);
                FreeOutput();
                _output = new(Kept(made.Loss.detach()), [.. made.Terms.Select(term => term with { Value = Kept(term.Value.detach()) })]);
            });
        }

        public int Phase { get; }

        public long Size => _inputs.Images.size(0);

        public StepOutput Repeat(Batch batch)
        {
            using (no_grad())
            {
                _inputs.Images.copy_(batch.Images);
                _inputs.Labels.copy_(batch.Labels);
                _inputs.Indices.copy_(batch.Indices);
            }
            _work.Repeat();
            return _output!.Value;
        }

        public void Dispose()
        {
            _work.Dispose();
            _inputs.Images.Dispose();
            _inputs.Labels.Dispose();
            _inputs.Indices.Dispose();
            FreeOutput();
        }

        void FreeOutput()
        {
            _output?.Loss.Dispose();
            foreach (LossTerm term in _output?.Terms ?? []) term.Value.Dispose();
        }

        static Tensor Kept(Tensor tensor) => tensor.DetachFromDisposeScope();
    }
}
