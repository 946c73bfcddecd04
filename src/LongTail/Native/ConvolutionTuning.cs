using System.Runtime.InteropServices;

namespace LongTail.Native;

/// <summary>Whether cuDNN tries its algorithms on each new shape of a convolution and keeps the fastest, which TorchSharp does not expose.</summary>
static unsafe class ConvolutionTuning
{
    /// <summary>Sets it for the process.</summary>
    /// <returns>False where the loaded libtorch has no such switch.</returns>
    public static bool Set(bool tuned)
    {
        if (Host.MappedFile("libtorch_cpu.so") is not { } path || !NativeLibrary.TryLoad(path, out nint library)
            || !NativeLibrary.TryGetExport(library, "_ZN2at13globalContextEv", out nint context)
            || !NativeLibrary.TryGetExport(library, "_ZN2at7Context17setBenchmarkCuDNNEb", out nint set)) return false;
        ((delegate* unmanaged<nint, byte, void>)set)(((delegate* unmanaged<nint>)context)(), (byte)(tuned ? 1 : 0));
        return true;
    }
}
