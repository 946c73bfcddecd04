using BenchmarkDotNet.Attributes;
using LongTail.Foundation;
using LongTail.Losses;

namespace LongTail.Benchmarks.Micro;

/// <summary>Class weights of 8,142 classes.</summary>
public class EffectiveNumberBenchmarks
{
    readonly ClassCounts _counts = NaturalSet.Counts;

    [Benchmark]
    public double[] Weights() => EffectiveNumber.Weights(_counts, 0.9999);
}
