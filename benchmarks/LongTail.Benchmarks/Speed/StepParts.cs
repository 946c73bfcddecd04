using LongTail.Data;
using LongTail.Networks;
using LongTail.Stages;
using LongTail.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Speed;

/// <summary>Takes training steps with a clock between their parts.</summary>
/// <remarks>The order of the calls repeats Trainer.Step, where no clock belongs; compare the sum with what "train" measures.</remarks>
static class StepParts
{
    /// <summary>Wall and CPU time of each part of the steps that count.</summary>
    public static PartClock Measure(SpeedRequest request)
    {
        using DisposeScope scope = NewDisposeScope();
        PartClock clock = new(request.Warmup);
        TrainingJob job = LiveStage.Of(request, _ => { }, (network, role) => new TimedNetwork(network, role, clock));
        using LossMeter meter = new(request.Device);
        meter.Restart(MeterState.Empty);
        job.Context.Network.train();

        clock.Begin();
        for (int epoch = 0, taken = 0; ; epoch++)
            foreach (IPendingBatch pending in job.Batches.Epoch(epoch, 0))
            {
                clock.End("draw");
                Step(job, pending, new(epoch, job.Stage.Epochs, pending.Draw.Step, job.Batches.StepsPerEpoch, null), meter, clock);
                clock.EndStep("free");
                if (++taken == request.Warmup + request.Steps) return clock;
            }
    }

    static void Step(TrainingJob job, IPendingBatch pending, Progress progress, LossMeter meter, PartClock clock)
    {
        using DisposeScope scope = NewDisposeScope();
        Batch loaded = pending.Upload(job.Context.Device);
        clock.End("load");
        Batch batch = job.Augment(loaded, pending.Draw);
        clock.End("augment");
        StepOutput output = job.Objective(batch, progress);
        clock.End("loss");
        job.Optimizer.ClearGradients();
        clock.End("clear gradients");
        output.Loss.backward();
        clock.End("backward");
        job.Optimizer.Step(progress.Epoch, progress.Epochs);
        clock.End("optimizer");
        meter.Add(output);
        if (meter.Unread == LossMeter.Window) _ = meter.FirstNotFinite();
        clock.End("meter");
    }

    // Reports its own forward pass, so that "loss" is what the objective does around the networks.
    sealed class TimedNetwork : Network
    {
        readonly Network _inner;
        readonly string _role;
        readonly PartClock _clock;

        public TimedNetwork(Network inner, string role, PartClock clock) : base(inner.GetName())
        {
            (_inner, _role, _clock) = (inner, role, clock);
            register_module("inner", inner);
        }


        public override Tensor Features(Tensor images)
        {
            _clock.End("loss");
            return _inner.Features(images);
        }

        public override Tensor Classify(Tensor features)
        {
            Tensor logits = _inner.Classify(features);
            _clock.End($"{_role} forward");
            return logits;
        }
    }
}
