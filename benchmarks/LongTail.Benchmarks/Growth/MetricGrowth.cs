using LongTail.Benchmarks.Losses;
using LongTail.Data;
using LongTail.Evaluation;
using LongTail.Foundation;
using LongTail.Results;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Growth;

/// <summary>Metrics of a test set: reading the answers of every batch, counting them by class, and accuracy by group; over its batches. Without the network.</summary>
static class MetricGrowth
{
    const int Batches = 4;

    public static Cost Of(int classes, int batch, double stepSeconds)
    {
        using var scope = NewDisposeScope();
        using ReadyAnswer network = new(rand(batch, classes));
        Batch images = new(zeros(batch, 1, 1, 1), arange(batch) % classes, arange(batch));
        ClassCounts training = LongTails.Of(classes, 100 * classes);
        double seconds = Pace.Of(() =>
        {
            EvaluationResult result = Evaluator.Predict(network, classes, Enumerable.Repeat(images, Batches)).Evaluate();
            _ = (result.Top1, result.Top5, result.BalancedAccuracy, result.Groups(training, GroupConvention.Kang));
        });
        return new("metrics", "evaluation", classes, 0, batch, seconds / Batches, stepSeconds);
    }
}
