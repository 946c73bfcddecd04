using System.Reflection;
using System.Runtime.InteropServices;
using LongTail.Native;
using static TorchSharp.torch;
using DeviceType = TorchSharp.DeviceType;

namespace LongTail.Runs;

/// <summary>Where and with what a network was trained: provenance, stored as made-by.json. It is no part of the key.</summary>
public sealed record MadeBy
{
    /// <summary>Version and commit of the program.</summary>
    public required string Program { get; init; }

    /// <summary>Version of TorchSharp.</summary>
    public required string TorchSharp { get; init; }

    /// <summary>Version of .NET.</summary>
    public required string Runtime { get; init; }

    /// <summary>Operating system and processor architecture.</summary>
    public required string System { get; init; }

    /// <summary>Name of the processor, or its architecture where the system tells no name; empty in files from before it was recorded.</summary>
    public string Processor { get; init; } = "";

    /// <summary>Cores the process could use.</summary>
    public required int Cores { get; init; }

    /// <summary>Threads of the native library; bit-equal weights are promised for an equal number only.</summary>
    public required int Threads { get; init; }

    /// <summary>Device the network was trained on.</summary>
    public required string Device { get; init; }

    /// <summary>What the maker calls an NVIDIA device; empty for the processor, and where the driver does not tell.</summary>
    public string DeviceName { get; init; } = "";

    /// <summary>Whether factors of products were rounded to TF32 on the device.</summary>
    public bool Tf32 { get; init; }

    /// <summary>Whether a recorded step was repeated on the device (<see cref="RunEnvironment.CudaGraph"/>).</summary>
    public bool CudaGraph { get; init; }

    /// <summary>Whether cuDNN tried its algorithms (<see cref="RunEnvironment.CudnnBenchmark"/>).</summary>
    public bool CudnnBenchmark { get; init; }

    /// <summary>When the stage was finished.</summary>
    public required DateTimeOffset Finished { get; init; }

    /// <summary>Most memory that the process held while the stage was trained, and those side by side with it, in bytes.</summary>
    /// <remarks>On Linux, where the kernel's record (VmHWM) is begun anew with each group of stages; elsewhere, where that is forbidden, and in files of earlier versions, the most it had held since its start.</remarks>
    public required long PeakMemoryBytes { get; init; }

    /// <summary>Describes this process now.</summary>
    public static MadeBy Now(TimeProvider clock, Device device, bool cudaGraph = false, bool cudnnBenchmark = false) => new()
    {
        Program = VersionOf(typeof(MadeBy).Assembly),
        TorchSharp = VersionOf(typeof(Tensor).Assembly),
        Runtime = RuntimeInformation.FrameworkDescription,
        System = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
        Processor = ProcessorName.Current,
        Cores = Environment.ProcessorCount,
        Threads = get_num_threads(),
        Device = device.ToString(),
        DeviceName = Accelerator.NameOf(device) ?? "",
        Tf32 = Accelerator.UsesTf32(device),
        CudaGraph = cudaGraph,
        CudnnBenchmark = cudnnBenchmark && device.type == DeviceType.CUDA,
        Finished = clock.GetUtcNow(),
        PeakMemoryBytes = PeakMemory.Bytes,
    };

    static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version!.ToString();
}
