using static TorchSharp.torch;

namespace LongTail.Native;

/// <summary>While it lives, the computations of this thread on an NVIDIA device go to a stream of their own, where they can be recorded.</summary>
/// <remarks>The device finishes what it was given before, and at the end what it was given here, so nothing has to know of two streams.</remarks>
sealed unsafe class SideStream : IDisposable
{
    readonly CudaFunctions.StreamValue _before;
    readonly Device _device;
    readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>Makes it the current one.</summary>
    /// <param name="device">An NVIDIA device, with <see cref="RecordedWork.Require"/> passed.</param>
    public SideStream(Device device)
    {
        _device = device;
        cuda.synchronize(device);
        _before = RecordingStreams.Shared.Enter();
    }

    /// <summary>Back to the stream before.</summary>
    /// <exception cref="InvalidOperationException">On another thread than that which made it.</exception>
    public void Dispose()
    {
        if (Environment.CurrentManagedThreadId != _thread) throw new InvalidOperationException("Found a stream left on another thread than it was entered on, expected the same.");
        CudaFunctions.Loaded!.SetCurrentStream(_before);
        cuda.synchronize(_device);
    }
}
