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
    [ThreadStatic] static Tensor? _given;
    static volatile bool s_isSpoilt;

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

    /// <summary>Says what a recording begins with: work that needs nothing else can be done beside it.</summary>
    /// <param name="tensor">There before the recording began.</param>
    public static void Given(Tensor tensor) => _given = tensor;

    /// <summary>Work such as a teacher's answer: done beside a recording that began with what the work needs, and as any other work elsewhere.</summary>
    /// <param name="needed">All that it needs but what never changes.</param>
    /// <param name="work">Gives a tensor of its own.</param>
    public static Tensor Aside(Tensor needed, Func<Tensor> work) => _underWay is { } streams && ReferenceEquals(needed, _given) ? streams.Aside(work) : work();

    /// <summary>Sees that work on a device can be recorded.</summary>
    /// <exception cref="PlatformException">It cannot; the message says why.</exception>
    public static void Require(Device device)
    {
        if (device.type != DeviceType.CUDA)
            throw new PlatformException($"Found the device {device} for a step that is to be recorded, expected an NVIDIA device: a processor has no use for it. Leave out --cuda-graph, or add --device cuda.");
        if (device.index > 0)
            throw new PlatformException($"Found the device {device} for a step that is to be recorded, expected cuda:0: libtorch records on its current device. Show the process that device alone (CUDA_VISIBLE_DEVICES={device.index}) and name cuda:0, or leave out --cuda-graph.");
        if (CudaFunctions.Loaded is null)
            throw new PlatformException($"Found a libtorch ({__version__}) without the functions that record a CUDA graph, expected {TorchFolder.NeededVersion} with CUDA on Linux. Leave out --cuda-graph.");
        if (s_isSpoilt) throw new PlatformException("Found a process in which a step could not be recorded before: its memory on the device is in no known state. Start the program again.");
    }

    /// <summary>
    /// A source of recordings, which share memory: one may overwrite what another one left. So they are repeated one after the other, and what one gives is taken before another is repeated.
    /// While a recording of a source is there it may make more; when all were freed it may not.
    /// </summary>
    public static Func<Action, IRecordedWork> Source()
    {
        CudaFunctions functions = CudaFunctions.Loaded!;
        CudaFunctions.PoolName pool = functions.Pool();
        return work => Record(functions, pool, RecordingStreams.Shared, work);
    }

    static RecordedWork Record(CudaFunctions functions, CudaFunctions.PoolName pool, RecordingStreams streams, Action work)
    {
        streams.RequireSound();
        RecordedWork recorded = new(functions);
        functions.Begin(recorded._graph, pool, OfThisThread);
        (_underWay, _given) = (streams, null);
        try
        {
            streams.Begin();
            work();
        }
        catch (Exception fault)
        {
            Abandon(functions, streams.Handle);
            if (fault is ExternalException or InvalidOperationException && !MemoryFault.Is(fault)) throw Unfit(fault.Message.Split('\n')[0], fault);
            throw;
        }
        finally
        {
            (_underWay, _given) = (null, null);
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
        RecordingStreams.Shared.RequireSound();
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

    // libtorch's own end would throw a C++ exception through here. What it thinks of its memory is wrong from now on, so nothing more is recorded.
    static void Abandon(CudaFunctions functions, nint stream)
    {
        s_isSpoilt = true;
        nint graph = 0;
        functions.EndCapture(stream, &graph);
    }

    static PlatformException Unfit(string why, Exception? fault) =>
        new($"Found a training step that cannot be recorded as a CUDA graph: {why}. Leave out --cuda-graph.", fault);
}
