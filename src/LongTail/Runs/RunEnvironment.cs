using LongTail.Foundation;

namespace LongTail.Runs;

/// <summary>Everything about a run that cannot change the trained weights, and so is in no key.</summary>
public sealed record RunEnvironment
{
    /// <summary>Where results and checkpoints go; created when missing.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>What the user started, for the message that another run gets which wants the same folder.</summary>
    public string Command { get; init; } = "a program that trains with LongTail";

    /// <summary>Where the image files are; null for the embedded set.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Threads of the native library; null for one per core. Recorded with the result: bit-equality holds for equal numbers only.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? Threads
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Threads), value, "Found no thread to compute on, expected 1 or more, or null for one per core.");
    }

    /// <summary>Threads that decode pictures ahead of the step that needs them; any number gives the same batches. One per core unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int DecodingThreads
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(DecodingThreads), value, "Found no thread to decode pictures on, expected 1 or more.");
    } = Environment.ProcessorCount;

    /// <summary>Where to compute. Recorded with the result: devices differ in the last bits, and a run may be continued on another one.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Auto;

    /// <summary>Lets an NVIDIA device round the factors of products to TF32, 10 bits of fraction. Recorded with the result; no effect on a processor.</summary>
    public bool Tf32 { get; init; }

    /// <summary>Records a training step on an NVIDIA device and repeats the recording (a CUDA graph): faster where batches are small. Changes last bits only; refused on a processor.</summary>
    /// <remarks>Steps that differ by more than their batch (mixup, mixed pictures) are taken as without it. Nothing is remembered of teachers.</remarks>
    public bool CudaGraph { get; init; }

    /// <summary>Lets cuDNN try its algorithms on each new shape of a convolution and keep the fastest: some seconds at the start of a stage, faster steps after. Changes last bits only; no effect on a processor.</summary>
    public bool CudnnBenchmark { get; init; }

    /// <summary>Time after which a checkpoint is written, at the end of the step or epoch that is under way; zero writes one after each.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public TimeSpan CheckpointInterval
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(CheckpointInterval), value, "Found a negative time between checkpoints, expected zero or more, such as 15 seconds.");
    } = TimeSpan.FromSeconds(15);

    /// <summary>Memory that a stage may take to remember what its teachers said about each view of each image; 0 remembers nothing. It saves time and changes no number (docs/decisions/0010).</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public long TeacherMemoryBytes
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(TeacherMemoryBytes), value, "Found a negative number of bytes, expected 0 to remember nothing, or more.");
    } = 512L << 20;

    /// <summary>Clock for durations and dates.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
