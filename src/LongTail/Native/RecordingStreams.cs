using static TorchSharp.torch;

namespace LongTail.Native;

/// <summary>The stream that is recorded, and a second one for work that needs nothing of what comes before it in the recording.</summary>
/// <remarks>
/// A small network's computations leave most of a large device idle, so two of them side by side take little longer than one. The second stream
/// begins where the recording does and the first waits for its end, so a tensor of its own is safe to use and to free on the first; what the first
/// made is not there for it.
/// </remarks>
sealed unsafe class RecordingStreams
{
    const uint WithoutClock = 2;

    readonly CudaFunctions _functions;
    readonly CudaFunctions.StreamValue _first, _second;
    readonly nint _firstHandle, _secondHandle, _begun, _done;

    /// <summary>Of the calling thread's current stream.</summary>
    public RecordingStreams(CudaFunctions functions)
    {
        _functions = functions;
        CudaFunctions.StreamValue first = functions.CurrentStream(-1), second = functions.StreamFromPool(0, -1);
        (_first, _second, _firstHandle, _secondHandle) = (first, second, functions.HandleOf(&first), functions.HandleOf(&second));
        nint begun, done;
        Require(functions.MakeEvent(&begun, WithoutClock));
        Require(functions.MakeEvent(&done, WithoutClock));
        (_begun, _done) = (begun, done);
    }

    /// <summary>The driver's handle of the stream that is recorded.</summary>
    public nint Handle => _firstHandle;

    /// <summary>To be called as the recording begins.</summary>
    public void Begin() => Require(_functions.Mark(_begun, _firstHandle));

    /// <summary>Does work on the second stream, which the first then waits for.</summary>
    public Tensor Aside(Func<Tensor> work)
    {
        Require(_functions.WaitFor(_secondHandle, _begun, 0));
        _functions.SetCurrentStream(_second);
        try
        {
            return work();
        }
        finally
        {
            _functions.SetCurrentStream(_first);
            Require(_functions.Mark(_done, _secondHandle));
            Require(_functions.WaitFor(_firstHandle, _done, 0));
        }
    }

    static void Require(int answer)
    {
        if (answer != 0) throw new InvalidOperationException($"the driver answered {answer} when a second stream was to be recorded");
    }
}
