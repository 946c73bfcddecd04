using System.Runtime.InteropServices;

namespace LongTail.Native;

/// <summary>What recording needs of libtorch's CUDA libraries and TorchSharp does not expose, found by its C++ name. See docs/decisions/0009.</summary>
/// <remarks>
/// The names are those of the Itanium C++ interface, the same for GCC and Clang on Linux, as libtorch 2.11 has them. A C++ exception that
/// comes to managed code ends the process, so callers look beforehand whether there is something to throw, as far as that can be seen.
/// </remarks>
sealed unsafe class CudaFunctions
{
    static readonly Lazy<CudaFunctions?> Found = new(Find);

    CudaFunctions(nint streams, nint graphs, nint driver)
    {
        StreamFromPool = (delegate* unmanaged<byte, sbyte, StreamValue>)NativeLibrary.GetExport(streams, "_ZN3c104cuda17getStreamFromPoolEba");
        CurrentStream = (delegate* unmanaged<sbyte, StreamValue>)NativeLibrary.GetExport(streams, "_ZN3c104cuda20getCurrentCUDAStreamEa");
        SetCurrentStream = (delegate* unmanaged<StreamValue, void>)NativeLibrary.GetExport(streams, "_ZN3c104cuda20setCurrentCUDAStreamENS0_10CUDAStreamE");
        HandleOf = (delegate* unmanaged<StreamValue*, nint>)NativeLibrary.GetExport(streams, "_ZNK3c104cuda10CUDAStream6streamEv");
        Pool = (delegate* unmanaged<PoolName>)NativeLibrary.GetExport(graphs, "_ZN2at4cuda17graph_pool_handleEv");
        Construct = (delegate* unmanaged<void*, byte, void>)NativeLibrary.GetExport(graphs, "_ZN2at4cuda9CUDAGraphC1Eb");
        Begin = (delegate* unmanaged<void*, PoolName, int, void>)NativeLibrary.GetExport(graphs, "_ZN2at4cuda9CUDAGraph13capture_beginESt4pairIyyE21cudaStreamCaptureMode");
        End = (delegate* unmanaged<void*, void>)NativeLibrary.GetExport(graphs, "_ZN2at4cuda9CUDAGraph11capture_endEv");
        Replay = (delegate* unmanaged<void*, void>)NativeLibrary.GetExport(graphs, "_ZN2at4cuda9CUDAGraph6replayEv");
        Destroy = (delegate* unmanaged<void*, void>)NativeLibrary.GetExport(graphs, "_ZN2at4cuda9CUDAGraphD1Ev");
        MakeEvent = (delegate* unmanaged<nint*, uint, int>)NativeLibrary.GetExport(driver, "cuEventCreate");
        Mark = (delegate* unmanaged<nint, nint, int>)NativeLibrary.GetExport(driver, "cuEventRecord");
        WaitFor = (delegate* unmanaged<nint, nint, uint, int>)NativeLibrary.GetExport(driver, "cuStreamWaitEvent");
        Query = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(driver, "cuStreamQuery");
        CaptureStatus = (delegate* unmanaged<nint, int*, int>)NativeLibrary.GetExport(driver, "cuStreamIsCapturing");
        EndCapture = (delegate* unmanaged<nint, nint*, int>)NativeLibrary.GetExport(driver, "cuStreamEndCapture");
    }

    /// <summary>Null where the loaded libtorch has no CUDA or lacks one of the functions.</summary>
    public static CudaFunctions? Loaded => Found.Value;

    /// <summary>c10::cuda::getStreamFromPool(isHighPriority, device).</summary>
    public readonly delegate* unmanaged<byte, sbyte, StreamValue> StreamFromPool;

    /// <summary>c10::cuda::getCurrentCUDAStream(device), of the calling thread.</summary>
    public readonly delegate* unmanaged<sbyte, StreamValue> CurrentStream;

    /// <summary>c10::cuda::setCurrentCUDAStream(stream), for the calling thread.</summary>
    public readonly delegate* unmanaged<StreamValue, void> SetCurrentStream;

    /// <summary>c10::cuda::CUDAStream::stream(): the driver's handle.</summary>
    public readonly delegate* unmanaged<StreamValue*, nint> HandleOf;

    /// <summary>at::cuda::graph_pool_handle(): the name of a memory pool that recordings share.</summary>
    public readonly delegate* unmanaged<PoolName> Pool;

    /// <summary>at::cuda::CUDAGraph(keep_graph).</summary>
    public readonly delegate* unmanaged<void*, byte, void> Construct;

    /// <summary>at::cuda::CUDAGraph::capture_begin(pool, mode).</summary>
    public readonly delegate* unmanaged<void*, PoolName, int, void> Begin;

    /// <summary>at::cuda::CUDAGraph::capture_end().</summary>
    public readonly delegate* unmanaged<void*, void> End;

    /// <summary>at::cuda::CUDAGraph::replay().</summary>
    public readonly delegate* unmanaged<void*, void> Replay;

    /// <summary>at::cuda::CUDAGraph's destructor.</summary>
    public readonly delegate* unmanaged<void*, void> Destroy;

    /// <summary>cuEventCreate(event, flags).</summary>
    public readonly delegate* unmanaged<nint*, uint, int> MakeEvent;

    /// <summary>cuEventRecord(event, stream).</summary>
    public readonly delegate* unmanaged<nint, nint, int> Mark;

    /// <summary>cuStreamWaitEvent(stream, event, flags).</summary>
    public readonly delegate* unmanaged<nint, nint, uint, int> WaitFor;

    /// <summary>cuStreamQuery(stream): 0 when all is done, 600 when it is not yet, else what went wrong.</summary>
    public readonly delegate* unmanaged<nint, int> Query;

    /// <summary>cuStreamIsCapturing: 0 none, 1 recording, 2 recording that something spoilt.</summary>
    public readonly delegate* unmanaged<nint, int*, int> CaptureStatus;

    /// <summary>cuStreamEndCapture, for a recording that failed.</summary>
    public readonly delegate* unmanaged<nint, nint*, int> EndCapture;

    static CudaFunctions? Find()
    {
        if (!OperatingSystem.IsLinux() || !Open("libc10_cuda.so", out nint streams) || !Open("libtorch_cuda.so", out nint graphs)
            || !NativeLibrary.TryLoad("libcuda.so.1", out nint driver)) return null;
        try
        {
            return new(streams, graphs, driver);
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    // By the path that libtorch was loaded from: a name alone might load another one.
    static bool Open(string library, out nint handle)
    {
        handle = 0;
        return Host.MappedFile(library) is { } path && NativeLibrary.TryLoad(path, out handle);
    }

    /// <summary>c10::cuda::CUDAStream, which is a c10::Stream: type and index of the device, then the number of the stream.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct StreamValue
    {
        readonly long _device, _number;
    }

    /// <summary>c10::MempoolId_t: a pair of numbers.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct PoolName
    {
        readonly ulong _first, _second;
    }
}
