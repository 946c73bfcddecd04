using LongTail.Foundation;
using static TorchSharp.torch;

namespace LongTail.Native;

/// <summary>The stream of the first NVIDIA device on which steps are recorded, and a second one for work that needs nothing of what comes before it in the recording.</summary>
/// <remarks>
/// <para>A small network's computations leave most of a large device idle, so two of them side by side take little longer than one. The second stream
/// begins where the recording does and the first waits for its end, so a tensor of its own is safe to use and to free on the first; what the first
/// made is not there for it.</para>
/// <para>They are the same for the whole process: libtorch keeps freed memory by stream, and another stage can then use what the one before it left.</para>
/// </remarks>
sealed unsafe class RecordingStreams
{
    const uint WithoutClock = 2;
    const int Fine = 0, NotYetDone = 600;

    static readonly Lazy<RecordingStreams> Made = new(() => new(CudaFunctions.Loaded!));

    readonly CudaFunctions _functions;
    readonly CudaFunctions.StreamValue _first, _second;
    readonly nint _firstHandle, _secondHandle, _begun, _done;

    RecordingStreams(CudaFunctions functions)
    {
        _functions = functions;
        CudaFunctions.StreamValue first = functions.StreamFromPool(0, 0), second = functions.StreamFromPool(0, 0);
        (_first, _second, _firstHandle, _secondHandle) = (first, second, functions.HandleOf(&first), functions.HandleOf(&second));
        nint begun, done;
        Require(functions.MakeEvent(&begun, WithoutClock));
        Require(functions.MakeEvent(&done, WithoutClock));
        (_begun, _done) = (begun, done);
    }

    /// <summary>Those of the process.</summary>
    /// <exception cref="PlatformException">The driver gives none.</exception>
    public static RecordingStreams Shared => Made.Value;

    /// <summary>The driver's handle of the stream that is recorded.</summary>
    public nint Handle => _firstHandle;

    /// <summary>Sends this thread's computations to the stream that is recorded.</summary>
    /// <returns>The stream before.</returns>
    public CudaFunctions.StreamValue Enter()
    {
        CudaFunctions.StreamValue before = _functions.CurrentStream(0);
        _functions.SetCurrentStream(_first);
        return before;
    }

    /// <summary>To be called as the recording begins.</summary>
    public void Begin() => Require(_functions.Mark(_begun, _firstHandle));

    /// <summary>Does work on the second stream, which the first then waits for.</summary>
    public Tensor Aside(Func<Tensor> work)
    {
        Require(_functions.WaitFor(_secondHandle, _begun, 0));
        Tensor made;
        _functions.SetCurrentStream(_second);
        try
        {
            made = work();
        }
        finally
        {
            _functions.SetCurrentStream(_first);
        }
        Require(_functions.Mark(_done, _secondHandle));
        Require(_functions.WaitFor(_firstHandle, _done, 0));
        return made;
    }

    /// <summary>Sees that nothing that was started before went wrong: libtorch would tell it by a C++ exception, which must not cross managed code. Not for use while recording.</summary>
    /// <exception cref="PlatformException">Something did.</exception>
    public void RequireSound()
    {
        if (_functions.Query(_firstHandle) is not (Fine or NotYetDone) and var fault)
            throw new PlatformException($"Found the NVIDIA device in error {fault} after work that was started on it. Start the run again; it goes on from its last checkpoint.");
    }

    static void Require(int answer)
    {
        if (answer != Fine) throw new PlatformException($"Found the error {answer} of NVIDIA's driver as a step was to be recorded as a CUDA graph. Leave out --cuda-graph.");
    }
}
