using BenchmarkDotNet.Attributes;
using LongTail.Foundation;
using LongTail.Results;

namespace LongTail.Benchmarks.Micro;

/// <summary>Counts and accuracies of a test set of iNaturalist 2018's size: 24,426 images of 8,142 classes.</summary>
public class MetricBenchmarks
{
    const int ImagesPerClass = 3, WrongEvery = 4, OutOfTop5Every = 8;

    readonly Predictions _predictions = MakePredictions();
    readonly EvaluationResult _result = MakePredictions().Evaluate();

    [Benchmark(Baseline = true)]
    public EvaluationResult Count() => _predictions.Evaluate();

    [Benchmark]
    public GroupAccuracy ByGroup() => _result.Groups(NaturalSet.Counts, GroupConvention.Kang);

    [Benchmark]
    public double Balanced() => _result.BalancedAccuracy;

    static Predictions MakePredictions()
    {
        int[] labels = [.. Enumerable.Range(0, ImagesPerClass * NaturalSet.Classes).Select(image => image % NaturalSet.Classes)];
        return new(NaturalSet.Classes, [.. labels],
            [.. labels.Select((label, image) => image % WrongEvery == 0 ? (label + 1) % NaturalSet.Classes : label)],
            [.. labels.Select((_, image) => image % OutOfTop5Every != 0)]);
    }
}
