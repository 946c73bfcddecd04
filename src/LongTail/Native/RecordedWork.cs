using System.Runtime.InteropServices;
using LongTail.Foundation;
using TorchSharp;
using static TorchSharp.torch;

namespace LongTail.Native;

/// <summary>A CUDA graph: computations on an NVIDIA device, recorded instead of done, and then started as one, as often as wanted.</summary>
/// <remarks>
/// Starting a computation takes the processor some microseconds, and a small network's takes the device no longer; a training step has some 700 of
/// them. What is recorded is which computations on which memory: every number that the processor hands over stays as it was.
/// </remarks>
sealed unsafe class RecordedWork : IRecordedWork
{
    // at::cuda::CUDAGraph has some 200 bytes.
    const nuint Room = 4096, Alignment = 64;

    // Calls of other threads, which upload pictures, leave the recording alone.
    const int OfThisThread = 1, IsRecording = 1;

    [ThreadStatic] static RecordingStreams? _underWay;

    readonly CudaFunctions _functions;
    void* _graph;

    RecordedWork(CudaFunctions functions)
    {
        _functions = functions;
        _graph = NativeMemory.AlignedAlloc(Room, Alignment);
        NativeMemory.Clear(_graph, Room);
        functions.Construct(_graph, 0);
    }

    /// <summary>Whether this thread is recording: what depends on the processor must not go on then.</summary>
    public static bool IsUnderWay => _underWay is not null;

    /// <summary>Work that needs nothing the recording made so far, such as a teacher's answer: done beside it where one is under way, and as any other work elsewhere.</summary>
    public static Tensor Aside(Func<Tensor> work) => _underWay is { } streams ? streams.Aside(work) : work();

    /// <summary>Sees that work on a device can be recorded.</summary>
    /// <exception cref="PlatformException">It cannot; the message says why.</exception>
    public static void Require(Device device)
    {
        if (device.type != DeviceType.CUDA)
            throw new PlatformException($"Found the device {device} for a step that is to be recorded, expected an NVIDIA device: a processor has no use for it. Leave out --cuda-graph, or add --device cuda.");
        if (CudaFunctions.Loaded is null)
            throw new PlatformException($"Found a libtorch ({__version__}) without the functions that record a CUDA graph, expected {TorchFolder.NeededVersion} with CUDA on Linux. Leave out --cuda-graph.");
    }

    /// <summary>A source of recordings of the thread that asks for the first. They share memory: a later one may overwrite what an earlier one left, and the earlier one is not to be repeated then.</summary>
    public static Func<Action, IRecordedWork> Source()
    {
        CudaFunctions functions = CudaFunctions.Loaded!;
        CudaFunctions.PoolName pool = functions.Pool();
        RecordingStreams? streams = null;
        return work => Record(functions, pool, streams ??= new(functions), work);
    }

    static RecordedWork Record(CudaFunctions functions, CudaFunctions.PoolName pool, RecordingStreams streams, Action work)
    {
        RecordedWork recorded = new(functions);
        functions.Begin(recorded._graph, pool, OfThisThread);
        _underWay = streams;
        try
        {
            streams.Begin();
            work();
        }
        catch (Exception fault)
        {
            Abandon(functions, streams.Handle);
            if (fault is ExternalException or InvalidOperationException) throw Unfit(fault.Message.Split('\n')[0], fault);
            throw;
        }
        finally
        {
            _underWay = null;
        }
        int status = 0;
        if (functions.CaptureStatus(streams.Handle, &status) != 0 || status != IsRecording)
        {
            Abandon(functions, streams.Handle);
            throw Unfit("the device gave the recording up", null);
        }
        functions.End(recorded._graph);
        return recorded;
    }

    /// <inheritdoc/>
    public void Repeat()
    {
        ObjectDisposedException.ThrowIf(_graph is null, this);
        _functions.Replay(_graph);
    }

    /// <summary>Frees the recording, not what it computed.</summary>
    public void Dispose()
    {
        if (_graph is null) return;
        _functions.Destroy(_graph);
        NativeMemory.AlignedFree(_graph);
        _graph = null;
    }

    // libtorch's own end would throw a C++ exception through here. Its object is left alone: the program ends, or goes on without recording.
    static void Abandon(CudaFunctions functions, nint stream)
    {
        nint graph = 0;
        functions.EndCapture(stream, &graph);
    }

    static PlatformException Unfit(string why, Exception? fault) =>
        new($"Found a training step that cannot be recorded as a CUDA graph: {why}. Leave out --cuda-graph.", fault);
}
