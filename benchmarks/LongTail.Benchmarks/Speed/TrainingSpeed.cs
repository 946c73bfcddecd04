using LongTail.Benchmarks.Roof;
using LongTail.Results;
using LongTail.Stages;
using LongTail.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Speed;

/// <summary>Runs the program's own training loop until enough steps are timed.</summary>
static class TrainingSpeed
{
    /// <summary>Times from the end of one step to the end of the next: data, augmentation and the loop's own bookkeeping are in it.</summary>
    public static Measurement Measure(SpeedRequest request) => Measure(request, checkpoint => LiveStage.Of(request, checkpoint, (network, _) => network));

    /// <summary>The same for any stage.</summary>
    /// <param name="request">How many steps.</param>
    /// <param name="live">Makes the stage live, given whom to tell where training stands when it is stopped.</param>
    public static Measurement Measure(SpeedRequest request, Func<Action<TrainingState>, TrainingJob> live)
    {
        using DisposeScope scope = NewDisposeScope();
        using CancellationTokenSource enough = new();
        StepTimes times = new(request);
        LossSum losses = new();
        TrainingJob job = live(state => losses.Add(state.Meter));
        times.Start();
        try
        {
            Trainer.Train(job, new(), new Observer(times, losses, job.Batches.StepsPerEpoch, enough), enough.Token);
        }
        catch (OperationCanceledException) when (times.Complete)
        {
        }
        return new(times, losses.Mean, WorkOf(job.Context));
    }

    // Teachers have the student's shape (LiveStage) and only answer.
    static double WorkOf(StageContext context)
    {
        NetworkWork work = NetworkWork.Of(context.Network, context.TrainingImages.Shape);
        return work.Training + context.Teachers.Length * work.Evaluation;
    }

    sealed class Observer(StepTimes times, LossSum losses, int stepsPerEpoch, CancellationTokenSource enough) : ITrainingObserver
    {
        public void StepEnded(Progress progress, int images)
        {
            times.Add(images);
            if (times.Complete) enough.Cancel();
        }

        public void EpochEnded(EpochRecord epoch) => losses.Add(new(epoch.Loss * stepsPerEpoch, stepsPerEpoch, []));
    }

    // Whole epochs come from the observer, the last part of one from the checkpoint that cancelling writes.
    sealed class LossSum
    {
        double _sum;
        int _steps;

        public double Mean => _sum / _steps;

        public void Add(MeterState part) => (_sum, _steps) = (_sum + part.Loss, _steps + part.Steps);
    }
}

/// <summary>What was measured.</summary>
/// <param name="Times">Of the steps.</param>
/// <param name="MeanLoss">Over all steps, warm-up included: shows that there was training; null when there was none.</param>
/// <param name="GigaflopPerImage">Arithmetic of the networks, teachers included.</param>
sealed record Measurement(StepTimes Times, double? MeanLoss, double GigaflopPerImage);
