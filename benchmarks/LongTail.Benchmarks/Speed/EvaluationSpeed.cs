using LongTail.Augmentation;
using LongTail.Benchmarks.Roof;
using LongTail.Data;
using LongTail.Evaluation;
using LongTail.Networks;
using LongTail.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Speed;

/// <summary>Runs the program's own evaluation, over the test set as often as it takes.</summary>
static class EvaluationSpeed
{
    /// <summary>Times from the request for one batch to the request for the next: normalisation and the reading of the answers are in it.</summary>
    public static Measurement Measure(SpeedRequest request)
    {
        using DisposeScope scope = NewDisposeScope();
        Recipe recipe = LiveStage.Recipe(request);
        Stage stage = recipe.Method.Plan(recipe);
        DataSplit data = BenchmarkImages.Open(request.Data);
        Network network = LiveStage.Build(stage, data, request.Device);
        PlainBatches test = new((ResidentImageSet)data.Test, request.Batch, request.Device);
        Func<Batch, Batch> normalize = Augmentations.Normalize(stage.Augmentation.Normalization, request.Device);
        StepTimes times = new(request);
        times.Start();
        while (!times.Complete)
            Evaluator.Predict(network, data.Counts.Classes, Timed(test.Select(normalize), times));
        return new(times, MeanLoss: null, NetworkWork.Of(network, data.Test.Shape).Evaluation);
    }

    static IEnumerable<Batch> Timed(IEnumerable<Batch> batches, StepTimes times)
    {
        foreach (Batch batch in batches)
        {
            int images = (int)batch.Labels.size(0);
            yield return batch;                       // evaluated, and its tensors freed, when the next one is asked for
            times.Add(images);
            if (times.Complete) yield break;
        }
    }
}
