using BenchmarkDotNet.Attributes;
using LongTail.Benchmarks.Growth;
using LongTail.Benchmarks.Losses;
using LongTail.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Micro;

/// <summary>A method's loss with its gradient, for a batch of 128, on one thread.</summary>
public class LossBenchmarks
{
    const int Images = 128, ImagesPerClass = 100;
    DisposeScope? _scope;
    Action _step = () => { };

    /// <summary>Whose loss.</summary>
    [ParamsSource(nameof(Methods))]
    public string Method { get; set; } = "";

    /// <summary>Number of classes, C.</summary>
    [Params(10, 100, 1000, 8142)]
    public int Classes { get; set; }

    /// <summary>All that differ.</summary>
    public static IEnumerable<string> Methods => [.. MethodLosses.Names, .. SharedLosses.Names];

    [GlobalSetup]
    public void MakeLogits()
    {
        TorchRuntime.EnsureLoaded();
        set_num_threads(1);
        _scope = NewDisposeScope();
        LossInputs inputs = new(LongTails.Of(Classes, ImagesPerClass * Classes), Images);
        _step = SharedLosses.Names.Contains(Method) ? SharedLosses.Of(Method, inputs) : MethodLosses.Of(Method, inputs);
    }

    [GlobalCleanup]
    public void Free() => _scope?.Dispose();

    [Benchmark]
    public void LossAndGradient() => _step();
}
