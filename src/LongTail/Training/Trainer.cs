using LongTail.Data;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Training;

/// <summary>The one loop all methods share. It knows no method.</summary>
public sealed class Trainer : IDisposable
{
    readonly TrainingJob _job;
    readonly TrainingState _state;
    readonly ITrainingObserver _observer;
    readonly LossMeter _meter;
    readonly Queue<BatchDraw> _unread = new();
    long _lastCheckpoint;

    Trainer(TrainingJob job, TrainingState state, ITrainingObserver observer)
    {
        (_job, _state, _observer) = (job, state, observer);
        _meter = new(job.Context.Device);
        _meter.Restart(state.Meter);
        _lastCheckpoint = job.Clock.GetTimestamp();
    }

    /// <summary>Trains from where the state stands to the stage's last epoch.</summary>
    /// <param name="job">The stage made live; its tensors belong to the caller's dispose scope.</param>
    /// <param name="state">Fresh, or restored together with the weights; holds the history afterwards.</param>
    /// <param name="observer">Hears of steps and epochs.</param>
    /// <param name="cancel">Stops after the current step, with a checkpoint.</param>
    /// <exception cref="DivergedException">A loss was not finite; no checkpoint holds it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Train(TrainingJob job, TrainingState state, ITrainingObserver observer, CancellationToken cancel)
    {
        using Trainer trainer = new(job, state, observer);
        while (state.Epoch < job.Stage.Epochs) trainer.Epoch(cancel);
    }

    /// <summary>Frees the loss meter's tensors.</summary>
    public void Dispose() => _meter.Dispose();

    void Epoch(CancellationToken cancel)
    {
        using DisposeScope epochScope = NewDisposeScope();
        _job.Context.Network.train();
        foreach (IPendingBatch pending in _job.Batches.Epoch(_state.Epoch, _state.Step))
        {
            long begin = _job.Clock.GetTimestamp();
            Progress progress = new(_state.Epoch, _job.Stage.Epochs, _state.Step, _job.Batches.StepsPerEpoch, _state.LastValidation);
            Step(pending, progress);
            if (_meter.Unread == LossMeter.Window) LookAtLosses();
            _state.Step++;
            _state.Images += pending.Draw.Indices.Length;
            _state.TrainSeconds += _job.Clock.GetElapsedTime(begin).TotalSeconds;
            _observer.StepEnded(progress, pending.Draw.Indices.Length);
            CheckpointIfDue(cancel);
        }
        EndEpoch();
        CheckpointIfDue(cancel);
    }

    void Step(IPendingBatch pending, Progress progress)
    {
        using DisposeScope scope = NewDisposeScope();                 // every tensor of the step is born and dies here
        Batch batch = _job.Augment(pending.Upload(_job.Context.Device), pending.Draw);
        StepOutput output = _job.Objective(batch, progress);
        _job.Optimizer.ClearGradients();
        output.Loss.backward();
        _job.Optimizer.Step(progress.Epoch, progress.Epochs);
        _meter.Add(output);
        _unread.Enqueue(pending.Draw);
    }

    void EndEpoch()
    {
        long begin = _job.Clock.GetTimestamp();
        LookAtLosses();                                               // on an accelerator, its unfinished steps end here
        _state.TrainSeconds += _job.Clock.GetElapsedTime(begin).TotalSeconds;
        LookAtWeights();
        (double loss, var terms) = _meter.Means();
        bool measured = (_state.Epoch + 1) % _job.Stage.EvaluateEvery == 0 || _state.Epoch + 1 == _job.Stage.Epochs;
        EvaluationResult? evaluation = measured ? _job.Evaluate() : null;
        if (evaluation?.Top1 > _state.BestTop1) _job.KeepBest();

        double rate = _job.Stage.Optimizer.LearningRateAt(_state.Epoch, _job.Stage.Epochs);
        EpochRecord record = new(_state.Epoch, rate, loss, terms, _state.Images, _state.TrainSeconds, evaluation);
        _state.History = [.. _state.History, record];
        _meter.Restart(MeterState.Empty);
        (_state.Epoch, _state.Step, _state.Images, _state.TrainSeconds) = (_state.Epoch + 1, 0, 0, 0);
        _observer.EpochEnded(record);
    }

    void CheckpointIfDue(CancellationToken cancel)
    {
        bool due = _job.Clock.GetElapsedTime(_lastCheckpoint) >= _job.CheckpointInterval;
        if (!due && !cancel.IsCancellationRequested) return;
        LookAtLosses();
        LookAtWeights();
        _state.Meter = _meter.State;
        _job.Checkpoint(_state);
        _lastCheckpoint = _job.Clock.GetTimestamp();
        cancel.ThrowIfCancellationRequested();
    }

    void LookAtLosses()
    {
        NativeGarbage.Collect();
        if (_meter.FirstNotFinite() is { } bad)
            throw Divergence.OfLoss(_job.Stage, _unread.ElementAt(_unread.Count - bad.StepsAgo), bad.Loss);
        _unread.Clear();
    }

    // A finite loss may leave weights that are not: nothing of that is measured, saved or committed.
    void LookAtWeights()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] finite = [.. _job.Context.Network.parameters().Select(weights => weights.isfinite().all())];
        if (!stack(finite).all().item<bool>()) throw Divergence.OfWeights(_job.Stage, _state.Epoch, _state.Step);
    }
}
