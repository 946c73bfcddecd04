using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using LongTail.Data;

namespace LongTail.Benchmarks.Micro;

/// <summary>The order of one epoch of 437,513 images in 8,142 classes.</summary>
public class SamplingBenchmarks
{
    readonly ImmutableArray<int> _labels = [.. NaturalSet.Counts.ToImmutableArray().SelectMany((count, label) => Enumerable.Repeat(label, count))];

    [Benchmark(Baseline = true)]
    public int[] Shuffled() => OrderOf(new Shuffled());

    [Benchmark]
    public int[] ClassBalanced() => OrderOf(new ClassBalanced());

    [Benchmark]
    public int[] SquareRoot() => OrderOf(new SquareRoot());

    [Benchmark]
    public int[] Reversed() => OrderOf(new Reversed());

    int[] OrderOf(Sampling sampling) => sampling.Order(_labels, NaturalSet.Classes, new(0), epoch: 0, stream: 0);
}
