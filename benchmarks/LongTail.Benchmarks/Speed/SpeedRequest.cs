using System.Diagnostics;
using LongTail.Stages;
using static TorchSharp.torch;

namespace LongTail.Benchmarks.Speed;

/// <summary>What is to be timed.</summary>
sealed record SpeedRequest
{
    /// <summary>"ce" or "bkd".</summary>
    public required string Method { get; init; }

    /// <summary>Steps, or evaluated batches, that count.</summary>
    public required int Steps { get; init; }

    /// <summary>Steps before them that do not.</summary>
    public required int Warmup { get; init; }

    /// <summary>Threads of the native library.</summary>
    public required int Threads { get; init; }

    /// <summary>Images per step.</summary>
    public required int Batch { get; init; }

    /// <summary>One of <see cref="PrecisionOption.Names"/>.</summary>
    public required string Precision { get; init; }

    /// <summary>Where to compute.</summary>
    public required Device Device { get; init; }

    /// <summary>Whether a step is recorded and repeated.</summary>
    public bool CudaGraph { get; init; }

    /// <summary>Whether cuDNN tries its algorithms.</summary>
    public bool CudnnBenchmark { get; init; }

    /// <summary>Folder of CIFAR-10's binary files; null for random images of the same number and shape.</summary>
    public string? Data { get; init; }

    /// <summary>The method itself, with the paper's settings; BKD's class weights act from the first step on.</summary>
    public Method Training => Method switch
    {
        "ce" => new Methods.CrossEntropy(),
        "bkd" => new Methods.BalancedDistillation { DeferUntil = 0 },
        _ => throw new UnreachableException(),
    };
}
