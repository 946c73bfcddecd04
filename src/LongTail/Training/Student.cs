using System.Collections.Immutable;
using LongTail.Data;
using LongTail.Foundation;
using LongTail.Results;
using LongTail.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Training;

/// <summary>One network in training: takes its own steps on batches that it may share with others, and keeps its own books.</summary>
/// <param name="job">The stage made live; its tensors belong to the caller's dispose scope.</param>
/// <param name="state">Fresh, or restored together with the weights; holds the history afterwards.</param>
/// <param name="observer">Hears of steps and epochs.</param>
public sealed class Student(TrainingJob job, TrainingState state, ITrainingObserver observer) : IDisposable
{
    readonly LossMeter _meter = Restarted(job, state);
    readonly StepRepeater? _repeater = job.Record is null ? null : new(job.Record);
    readonly Queue<BatchDraw> _unread = new();
    long _lastCheckpoint = job.Clock.GetTimestamp();

    /// <summary>What it trains.</summary>
    public TrainingJob Job => job;

    /// <summary>Where it stands.</summary>
    public TrainingState State => state;

    /// <summary>Why it trains no more, though it is not done; null when nothing is wrong.</summary>
    public DivergedException? Divergence { get; private set; }

    /// <summary>True while there is something to train.</summary>
    internal bool IsTraining => Divergence is null && state.Epoch < job.Stage.Epochs;

    /// <summary>Frees the loss meter's tensors and the recorded step.</summary>
    public void Dispose()
    {
        _repeater?.Dispose();
        _meter.Dispose();
    }

    internal void Step(Batch batch, BatchDraw draw) => UnlessItDiverges(() =>
    {
        using (NewDisposeScope())                                     // every tensor of the step is born and dies here
        {
            job.Optimizer.SetRates(state.Epoch, job.Stage.Epochs);
            _meter.Add(_repeater is null ? Take(batch, Progress) : _repeater.Take(batch, Progress, job.Stage.PhaseAt(state.Epoch), Take));
            _unread.Enqueue(draw);
        }
        if (_meter.Unread == LossMeter.Window) LookAtLosses();
    });

    /// <summary>Enters a step that was taken into the books.</summary>
    internal void Count(int images, double seconds)
    {
        Progress taken = Progress;
        state.Step++;
        state.Images += images;
        state.TrainSeconds += seconds;
        observer.StepEnded(taken, images);
    }

    /// <summary>Of a stage without epochs, its one measurement.</summary>
    internal void MeasureIfNothingIsTrained() => UnlessItDiverges(() =>
    {
        if (job.Stage.Epochs > 0 || state.History.Count > 0) return;
        LookAtWeights();
        job.KeepBest();
        EpochRecord record = new(0, 0, 0, [], 0, 0, job.Evaluate()) { OnValidation = job.EvaluateOnValidation(), Chosen = job.Chosen.IsEmpty ? null : job.Chosen };
        state.History = [record];
        observer.EpochEnded(record);
    });

    internal void EndEpoch() => UnlessItDiverges(() =>
    {
        long begin = job.Clock.GetTimestamp();
        LookAtLosses();                                               // on an accelerator, its unfinished steps end here
        state.TrainSeconds += job.Clock.GetElapsedTime(begin).TotalSeconds;
        LookAtWeights();
        (double loss, ImmutableArray<LossTermMean> terms) = _meter.Means();
        bool measured = (state.Epoch + 1) % job.Stage.EvaluateEvery == 0 || state.Epoch + 1 == job.Stage.Epochs;
        (EvaluationResult? evaluation, EvaluationResult? validation) = measured ? (job.Evaluate(), job.EvaluateOnValidation()) : default;
        if (evaluation is not null && (state.HasNoneToKeep || (validation ?? evaluation).SelectionScore > state.BestScore)) job.KeepBest();

        double rate = job.Stage.Optimizer.LearningRateAt(state.Epoch, job.Stage.Epochs);
        EpochRecord record = new(state.Epoch, rate, loss, terms, state.Images, state.TrainSeconds, evaluation)
        {
            OnValidation = validation,
            OnTraining = job.Stage.Feedback == Feedback.Training ? job.EvaluateOnTraining() : null,
        };
        state.History = [.. state.History, record];
        _meter.Restart(MeterState.Empty);
        (state.Epoch, state.Step, state.Images, state.TrainSeconds) = (state.Epoch + 1, 0, 0, 0);
        state.Meter = MeterState.Empty;
        if (job.BranchAt.Contains(state.Epoch)) job.Branch(state);    // before any checkpoint of this moment, or a killed run would not come by again
        observer.EpochEnded(record);
    });

    internal void CheckpointIfDue(bool now) => UnlessItDiverges(() =>
    {
        if (!now && job.Clock.GetElapsedTime(_lastCheckpoint) < job.CheckpointInterval) return;
        LookAtLosses();
        LookAtWeights();
        state.Meter = _meter.State;
        job.Checkpoint(state);
        _lastCheckpoint = job.Clock.GetTimestamp();
    });

    StepOutput Take(Batch batch, Progress at)
    {
        StepOutput output = job.Objective(batch, at);
        job.Optimizer.ClearGradients();
        output.Loss.backward();
        job.Optimizer.Step(at.Epoch, at.Epochs);
        return output;
    }

    Progress Progress => new(state.Epoch, job.Stage.Epochs, state.Step, job.Batches.StepsPerEpoch, state.Last(job.Stage.Feedback));

    void UnlessItDiverges(Action act)
    {
        try
        {
            act();
        }
        catch (DivergedException diverged)
        {
            Divergence = diverged;
        }
    }

    void LookAtLosses()
    {
        NativeGarbage.Collect();
        if (_meter.FirstNotFinite() is { } bad)
            throw Training.Divergence.OfLoss(job.Stage, _unread.ElementAt(_unread.Count - bad.StepsAgo), job.Context.TrainingImages, bad.Loss);
        _unread.Clear();
    }

    // A finite loss may leave weights that are not: nothing of that is measured, saved or committed.
    void LookAtWeights()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] finite = [.. job.Context.Network.parameters().Concat(job.Context.Network.buffers()).Select(weights => weights.isfinite().all())];
        if (!stack(finite).all().item<bool>()) throw Training.Divergence.OfWeights(job.Stage, state.Epoch, state.Step);
    }

    static LossMeter Restarted(TrainingJob job, TrainingState state)
    {
        LossMeter meter = new(job.Context.Device);
        meter.Restart(state.Meter);
        return meter;
    }
}
