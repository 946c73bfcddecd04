using LongTail.Foundation;

namespace LongTail.Runs;

/// <summary>Everything about a run that cannot change the trained weights, and so is in no key.</summary>
public sealed record RunEnvironment
{
    /// <summary>Where results and checkpoints go; created when missing.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Where the image files are; null for the embedded set.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Threads of the native library; null for one per core. Recorded with the result: bit-equality holds for equal numbers only.</summary>
    public int? Threads { get; init; }

    /// <summary>Threads that decode pictures ahead of the step that needs them; any number gives the same batches. One per core unless set.</summary>
    public int DecodingThreads { get; init; } = Environment.ProcessorCount;

    /// <summary>Where to compute. Recorded with the result: devices differ in the last bits, and a run may be continued on another one.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Auto;

    /// <summary>Lets an NVIDIA device round the factors of products to TF32, 10 bits of fraction. Recorded with the result; no effect on a processor.</summary>
    public bool Tf32 { get; init; }

    /// <summary>Time after which a checkpoint is written, at the end of the step or epoch that is under way; zero writes one after each.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Memory that a stage may take to remember what its teachers said about each view of each image; 0 remembers nothing. It saves time and changes no number (docs/decisions/0010).</summary>
    public long TeacherMemoryBytes { get; init; } = 512L << 20;

    /// <summary>Clock for durations and dates.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
